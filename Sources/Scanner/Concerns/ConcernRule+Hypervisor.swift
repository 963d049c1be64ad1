internal import Estate

extension ConcernRule {
    /// A hypervisor or a container engine runs here.
    static let hypervisor = ConcernRule(
        id: "hypervisor", severity: .warning,
        matters: "guests or containers on this server would run inside a VM, slowly or not at all",
        advice: "move the guests first; containers need a look at their storage driver and bridges"
    ) { profile in
        profile.hasAgents(.hypervisor).map { "\($0) is installed" }
    }
}
