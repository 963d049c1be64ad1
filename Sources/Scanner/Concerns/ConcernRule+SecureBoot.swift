internal import Estate

extension ConcernRule {
    /// Secure Boot is on.
    static let secureBoot = ConcernRule(
        id: "secure-boot", severity: .information,
        matters: "the VM starts with Secure Boot only if its firmware holds the right keys",
        advice: "plan firmware with Secure Boot, or accept that the VM starts without"
    ) { profile in
        profile.boot.secureBoot.value == true ? ["Secure Boot is on"] : []
    }
}
