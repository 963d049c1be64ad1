internal import Estate

extension ConcernRule {
    /// Host bus adapters for Fibre Channel (PCI class 0c04).
    static let fibreChannel = ConcernRule(
        id: "fibre-channel", severity: .warning,
        matters: "the VM will not see the SAN through this adapter",
        advice: "copy the LUNs as disks, or have the VM reach them by iSCSI or NFS"
    ) { profile in
        profile.pci("0c04").map { "adapter \($0)" }
    }
}
