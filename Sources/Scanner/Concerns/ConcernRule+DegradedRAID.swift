internal import Estate

extension ConcernRule {
    /// An array that works with fewer disks than it should.
    static let degradedRAID = ConcernRule(
        id: "raid-degraded", severity: .warning,
        matters: "a failing member may give read errors in the middle of the copy",
        advice: "replace the failed disk and let the array rebuild first"
    ) { profile in
        profile.storage?.raidArrays.value?.filter(\.degraded).map { "\($0.device) (\($0.level)) is degraded" } ?? []
    }
}
