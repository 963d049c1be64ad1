internal import Estate

extension ConcernRule {
    /// Disks that cannot be written.
    static let readOnlyDisk = ConcernRule(
        id: "disk-read-only", severity: .information,
        matters: "a write-protected disk is often a medium in a drive, not a part of the server",
        advice: "leave it out of the plan unless the service reads it"
    ) { profile in
        profile.disks.value?.filter(\.readOnly).map { "\($0.device) is read-only" } ?? []
    }
}
