internal import Estate

extension ConcernRule {
    /// A licence service runs here.
    static let licence = ConcernRule(
        id: "licence-server", severity: .warning,
        matters: "licences are often tied to MAC, disk serial or DMI UUID",
        advice: "keep MAC and UUID as the plan does by default, and ask the vendor for a re-host"
    ) { profile in
        profile.hasAgents(.licence).map { "\($0) is installed" }
    }
}
