internal import Estate

/// Disks from sysfs and blkid alone, for servers whose lsblk has no JSON (before util-linux 2.27).
struct SysBlock {
    private let records: [AttributeRecord]
    private let tags: [String: [String: String]]
    private let mounts: [String: String]

    /// - Parameter mounts: device → mount point.
    static func disks(_ text: String, blkid: [String: [String: String]], mounts: [String: String]) -> [Disk]? {
        let records = AttributeRecord.parse(text, head: "disk")
        let own = records.filter { !DiskNames.isVirtual($0.name) && $0.attributes["dm/name"] == nil }
        // A disk without a size would be left behind like an empty card reader.
        guard !records.isEmpty, own.allSatisfy({ $0.number("size").map { $0 < 1 << 55 } ?? false }) else { return nil }
        let block = SysBlock(records: records, tags: blkid, mounts: mounts)
        return own.compactMap(block.disk)
    }

    private func disk(_ record: AttributeRecord) -> Disk? {
        guard let sectors = record.number("size"), sectors > 0 else { return nil }
        let device = Self.node(record.name)
        var volumes: [Volume] = []
        if tags[device]?["TYPE"] != nil { volumes.append(volume(device, kind: "disk", parent: nil, sectors: sectors)) }
        volumes += stacked(on: record.name, depth: 0)
        for line in record.all("part") {
            guard let (size, name) = line.halves(" ") else { continue }
            volumes.append(volume(Self.node(name), kind: "part", parent: device, sectors: UInt64(size) ?? 0))
            volumes += stacked(on: name, depth: 0)
        }
        let logical = record.number("queue/logical_block_size").map { Int(min($0, 65_536)) } ?? 512
        return Disk(
            device: device, bytes: Self.bytes(sectors), model: record.attributes["device/model"].flatMap(Self.said),
            serial: record.attributes["device/serial"].flatMap(Self.said),
            wwn: (record.attributes["wwid"] ?? record.attributes["device/wwid"]).flatMap(Self.said),
            logicalSectorBytes: logical,
            physicalSectorBytes: record.number("queue/physical_block_size").map { Int(min($0, 1 << 20)) } ?? logical,
            partitionTable: tags[device]?["PTTYPE"] ?? guessedTable(record),
            rotational: record.attributes["queue/rotational"] != "0", readOnly: record.attributes["ro"] == "1",
            transport: DiskNames.transport(path: record.first("path") ?? "") ?? DiskNames.transport(record.name),
            volumes: volumes)
    }

    /// Mapped devices and arrays whose slaves name `name`. The depth is bounded: sysfs could be made to run in a circle.
    private func stacked(on name: String, depth: Int) -> [Volume] {
        guard depth < 8 else { return [] }
        return records.filter { $0.all("slave").contains(name) }.flatMap { record -> [Volume] in
            let device = record.attributes["dm/name"].map { "/dev/mapper/" + $0 } ?? Self.node(record.name)
            let own = volume(
                device, kind: Self.kind(record), parent: Self.node(name), sectors: record.number("size") ?? 0)
            return [own] + stacked(on: record.name, depth: depth + 1)
        }
    }

    private func volume(_ device: String, kind: String, parent: String?, sectors: UInt64) -> Volume {
        let found = tags[device] ?? [:]
        return Volume(
            device: device, kind: kind, parent: parent, bytes: Self.bytes(sectors), content: found["TYPE"],
            uuid: found["UUID"], label: found["LABEL"], partitionUUID: found["PARTUUID"], partitionType: nil,
            mountPoint: mounts[device])
    }

    /// blkid before 2.24 does not name the table, but a partition's PARTUUID does: a GUID in GPT.
    private func guessedTable(_ record: AttributeRecord) -> String? {
        record.all("part").compactMap { $0.halves(" ") }.compactMap { tags[Self.node($0.1)]?["PARTUUID"] }.first
            .map { $0.count == 36 ? "gpt" : "dos" }
    }

    private static func kind(_ record: AttributeRecord) -> String {
        if let level = record.attributes["md/level"] { return level }
        let uuid = record.attributes["dm/uuid"] ?? ""
        let kinds = [
            ("LVM-", "lvm"), ("CRYPT-", "crypt"), ("mpath-", "mpath"), ("DMRAID-", "dmraid"), ("part", "part"),
        ]
        return kinds.first { uuid.hasPrefix($0.0) }?.1 ?? "dm"
    }

    private static func said(_ text: String) -> String? { text.trimmed.isEmpty ? nil : text.trimmed }
    private static func node(_ name: String) -> String { "/dev/" + name.replacing("!", with: "/") }
    /// sysfs counts 512-byte units, whatever the disk's sectors are.
    private static func bytes(_ sectors: UInt64) -> UInt64 { sectors.multipliedReportingOverflow(by: 512).partialValue }
}
