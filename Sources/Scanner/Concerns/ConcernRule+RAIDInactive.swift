internal import Estate

extension ConcernRule {
    /// Arrays that are there but not active.
    static let raidInactive = ConcernRule(
        id: "raid-inactive", severity: .warning,
        matters: "an array that did not start hides the file systems on it",
        advice: "start it with mdadm --run, or remove it"
    ) { profile in
        profile.storage?.raidArrays.value?.filter { !$0.active && $0.firmwareFormat == nil }
            .map { "\($0.device) is not active" } ?? []
    }
}
