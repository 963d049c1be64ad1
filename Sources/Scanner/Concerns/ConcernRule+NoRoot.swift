internal import Estate

extension ConcernRule {
    /// The scan ran with a user's rights.
    static let noRoot = ConcernRule(
        id: "scan-without-root", severity: .warning,
        matters: "disk contents, serial numbers and process names are known to root only: the profile has gaps",
        advice: "scan as root, or allow the user sudo without a password"
    ) { profile in
        profile.rights == "user" ? ["the scan ran without the rights of root"] : []
    }
}
