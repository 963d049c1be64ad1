internal import Estate
internal import Foundation
internal import Scanner
internal import Shell
internal import Terminal

/// An inventory on disk, in whatever form people keep it.
enum InventoryFile {
    static func addresses(at path: String) throws -> [SSHAddress] {
        let text = try TextFile.read(path, to: "read the inventory")
        let lower = path.lowercased()
        if lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") || lower.hasSuffix(".json") {
            return try YAMLText.decode(InventoryTree.self, from: text, source: path).addresses(name: path)
        }
        return try InventoryText.addresses(text, name: path)
    }
}
