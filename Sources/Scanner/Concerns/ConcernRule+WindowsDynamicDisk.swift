internal import Estate

extension ConcernRule {
    /// Logical Disk Manager: MBR type 0x42, or its two GPT types (Microsoft, GPT partition types).
    static let windowsDynamicDisk = ConcernRule(
        id: "windows-dynamic-disk", severity: .critical,
        matters: "volumes of dynamic disks span disks in a database that the conversion cannot change",
        advice: "move the data to basic disks first, or copy all disks of the group and leave them unchanged"
    ) { profile in
        let types: Set<String> = [
            "0x42", "5808c8aa-7e8f-42e0-85d2-e1e90434cfb3", "af9b60a0-1431-4f62-bc68-3311714a69ad",
        ]
        return (profile.disks.value ?? []).filter { disk in
            disk.volumes.contains { types.contains(($0.partitionType ?? "").lowercased()) }
        }.map { "\($0.device) is a dynamic disk" }
    }
}
