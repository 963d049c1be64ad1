internal import Estate

extension ConcernRule {
    /// Larger than a VHD can be: 2040 GiB, the limit that XenServer's storage manager enforces.
    static let diskTooLarge = ConcernRule(
        id: "disk-too-large-for-vhd", severity: .warning,
        matters: "VHD images, which XenServer's NFS storage uses, end at 2040 GiB",
        advice: "use raw or qcow2 images for this disk, or split it"
    ) { profile in
        profile.disks.value?.filter { $0.bytes > 2040 << 30 }.map { "\($0.device) has \($0.bytes >> 30) GiB" } ?? []
    }
}
