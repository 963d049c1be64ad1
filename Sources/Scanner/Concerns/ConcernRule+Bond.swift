internal import Estate

extension ConcernRule {
    /// Network bonds.
    static let bond = ConcernRule(
        id: "bond", severity: .information,
        matters: "a VM has no link partner for LACP; one virtual NIC on a bonded host is as safe",
        advice: "let the plan keep the bond as active-backup, or collapse it to one NIC"
    ) { profile in
        profile.interfaces.value?.filter { $0.kind == "bond" }.map { "\($0.name) is a bond" } ?? []
    }
}
