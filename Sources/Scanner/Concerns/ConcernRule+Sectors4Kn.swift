internal import Estate

extension ConcernRule {
    /// Disks with 4096-byte logical sectors.
    static let sectors4Kn = ConcernRule(
        id: "disk-4kn", severity: .warning,
        matters: "an image opened with 512-byte sectors shows no partitions, and VHD cannot hold 4096-byte ones",
        advice: "plan a raw image with 4096-byte logical blocks for this disk"
    ) { profile in
        profile.disks.value?.filter { $0.logicalSectorBytes != 512 }
            .map { "\($0.device) has logical sectors of \($0.logicalSectorBytes) bytes" } ?? []
    }
}
