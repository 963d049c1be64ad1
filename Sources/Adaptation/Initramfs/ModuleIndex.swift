/// Writes the binary index that kmod reads, such as `modules.dep.bin`: a trie of big-endian nodes.
///
/// The file is a magic number, a version and the root's offset. A node is a prefix, a range of children, and values with
/// a priority; the top bits of its offset say which of the three it has (kmod, "module index file").
struct ModuleIndex {
    private static let magic: UInt32 = 0xB007_F457
    private static let version: UInt32 = 0x0002_0001
    private static let hasValues: UInt32 = 0x4000_0000
    private static let hasChildren: UInt32 = 0x2000_0000

    private var root = Node()

    private final class Node {
        var children: [UInt8: Node] = [:]
        var values: [(priority: UInt32, text: String)] = []
    }

    mutating func insert(_ key: String, _ value: String, priority: UInt32) {
        var node = root
        for byte in key.utf8 where byte < 128 {
            let next = node.children[byte] ?? Node()
            node.children[byte] = next
            node = next
        }
        node.values.append((priority, value))
    }

    var bytes: [UInt8] {
        var output = Self.big(Self.magic) + Self.big(Self.version) + Self.big(0)
        let offset = Self.write(root, to: &output)
        output.replaceSubrange(8..<12, with: Self.big(offset))
        return output
    }

    /// Children go first, as a node holds their offsets.
    private static func write(_ node: Node, to output: inout [UInt8]) -> UInt32 {
        let keys = node.children.keys.sorted()
        let offsets = Dictionary(
            uniqueKeysWithValues: keys.map { key in (key, node.children[key].map { write($0, to: &output) } ?? 0) })
        var offset = UInt32(output.count)
        if let first = keys.first, let last = keys.last {
            offset |= hasChildren
            output += [first, last]
            for key in first...last { output += big(offsets[key] ?? 0) }
        }
        if !node.values.isEmpty {
            offset |= hasValues
            output += big(UInt32(node.values.count))
            for value in node.values { output += big(value.priority) + Array(value.text.utf8) + [0] }
        }
        return offset
    }

    private static func big(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
