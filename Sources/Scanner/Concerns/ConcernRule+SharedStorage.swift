internal import Estate

extension ConcernRule {
    /// Disks on iSCSI or Fibre Channel.
    static let sharedStorage = ConcernRule(
        id: "san-disk", severity: .warning,
        matters: "a LUN of a SAN may be in use by other servers too",
        advice: "find out who else uses the LUN; then copy it, or present it to the VM"
    ) { profile in
        profile.disks.value?.filter { ["iscsi", "fc", "fcoe"].contains($0.transport ?? "") }
            .map { "\($0.device) is attached by \($0.transport ?? "")" } ?? []
    }
}
