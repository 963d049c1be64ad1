/// What a copy needs of LVM's text metadata.
///
/// ```
/// vg0 { extent_size = 8192
///       physical_volumes { pv0 { id = "…"  pe_start = 2048  pe_count = 10 } }
///       logical_volumes  { root { segment1 { extent_count = 4  stripes = [ "pv0", 0 ] } } } }
/// ```
struct LVMText {
    struct Volume {
        var name: String
        var identifier = ""
        /// Bytes from the start of the partition to the first extent.
        var start: UInt64 = 0
        var extents: UInt64 = 0
    }

    struct Segment {
        var volume: String
        var first: UInt64
        var extents: UInt64
        /// It is a whole logical volume that the system sees, not a part of another one.
        var isWhole: Bool
    }

    private(set) var extentBytes: UInt64 = 0
    /// Of the volume group, without dashes.
    private(set) var identifier = ""
    private(set) var volumes: [Volume] = []
    private(set) var segments: [Segment] = []

    /// Identifiers are printed with dashes and stored without.
    func volume(withIdentifier identifier: String) -> Volume? {
        volumes.first { $0.identifier.filter { $0 != "-" } == identifier }
    }

    /// Nil when anything in it is not understood.
    init?(_ text: String) {
        var path: [String] = []
        /// Values of the section that is open.
        var values: [[String: String]] = [[:]]
        var counts: [String: Int] = [:]
        var visible: Set<String> = []
        /// The list that goes over several lines.
        var openList: String?
        var pending: [(volume: String, first: UInt64, extents: UInt64, owner: String)] = []
        for raw in text.split(separator: "\n") {
            let line = Self.trimmed(raw.prefix { $0 != "#" })
            if line.isEmpty { continue }
            if line.hasSuffix("{") {
                path.append(Self.trimmed(line.dropLast()))
                values.append([:])
            } else if line == "}" {
                guard let name = path.popLast(), let section = values.popLast() else { return nil }
                if path.count == 2, path[1] == "physical_volumes" {
                    guard let start = section["pe_start"].flatMap({ UInt64($0) }),
                        let count = section["pe_count"].flatMap({ UInt64($0) }), start < 1 << 40, count < 1 << 40
                    else { return nil }
                    volumes.append(
                        Volume(
                            name: name, identifier: (section["id"] ?? "").filter { $0 != "\"" }, start: start * 512,
                            extents: count))
                } else if path.count == 3, path[1] == "logical_volumes", name.hasPrefix("segment") {
                    counts[path[2], default: 0] += 1
                    guard let parts = Self.stripes(section) else { return nil }
                    pending += parts.map { ($0.volume, $0.first, $0.extents, parts.count == 1 ? path[2] : "") }
                } else if path.count == 2, path[1] == "logical_volumes" {
                    if section["status"]?.contains("\"VISIBLE\"") == true { visible.insert(name) }
                } else if path.isEmpty, let size = section["extent_size"].flatMap({ UInt64($0) }), size < 1 << 32 {
                    extentBytes = size * 512
                    identifier = (section["id"] ?? "").filter { $0 != "\"" && $0 != "-" }
                }
            } else if let equals = line.firstIndex(of: "=") {
                let key = Self.trimmed(line[..<equals])
                values[values.count - 1][key] = Self.trimmed(line[line.index(after: equals)...])
                if line.hasSuffix("[") { openList = key }
            } else if let key = openList {
                values[values.count - 1][key, default: ""] += line
                if line.hasSuffix("]") { openList = nil }
            }
        }
        guard path.isEmpty, extentBytes > 0, !volumes.isEmpty else { return nil }
        segments = pending.map {
            Segment(
                volume: $0.volume, first: $0.first, extents: $0.extents,
                isWhole: counts[$0.owner] == 1 && visible.contains($0.owner))
        }
    }

    /// Kinds that refer to other logical volumes, which have segments of their own.
    private static let layered: Set<String> = [
        "thin", "thin-pool", "cache", "cache-pool", "raid1", "raid4", "raid5", "raid6", "raid10", "snapshot", "vdo",
        "vdo-pool", "writecache",
    ]

    /// The pieces of a segment: its extents are spread evenly over its stripes. Nil for kinds that are not known.
    private static func stripes(_ section: [String: String]) -> [(volume: String, first: UInt64, extents: UInt64)]? {
        let type = (section["type"] ?? "").filter { $0 != "\"" }
        guard type == "striped" else { return layered.contains(type) ? [] : nil }
        guard let count = section["extent_count"].flatMap({ UInt64($0) }), let list = section["stripes"] else {
            return nil
        }
        let words = list.filter { !"[]\" ".contains($0) }.split(separator: ",").map { String($0) }
        guard !words.isEmpty, words.count % 2 == 0 else { return nil }
        let each = count / UInt64(words.count / 2)
        guard each * UInt64(words.count / 2) == count else { return nil }
        var parts: [(volume: String, first: UInt64, extents: UInt64)] = []
        for index in stride(from: 0, to: words.count, by: 2) {
            guard let first = UInt64(words[index + 1]), first < 1 << 40, each < 1 << 40 else { return nil }
            parts.append((words[index], first, each))
        }
        return parts
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
