internal import Estate

extension ConcernRule {
    /// Monitors that belong to the physical machine.
    static let hardwareAgent = ConcernRule(
        id: "hardware-agent", severity: .information,
        matters: "agents of the hardware have nothing to watch in a VM; some hang, fail or reboot it",
        advice: "nothing: the conversion switches them off in the copy"
    ) { profile in
        profile.hasAgents(.hardware).map { "\($0) is installed" }
    }
}
