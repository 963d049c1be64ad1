internal import Estate

extension ConcernRule {
    /// The server itself tags its packets.
    static let vlan = ConcernRule(
        id: "vlan", severity: .warning,
        matters: "on a network of the pool that has a VLAN of its own, tagged packets of a VM are dropped",
        advice: "plan the VIF on the network that carries the trunk, or one VIF for each VLAN and no tags in the VM"
    ) { profile in
        profile.interfaces.value?.filter { $0.kind == "vlan" && !$0.addresses.isEmpty }
            .map { "\($0.name)\($0.vlan.map { " tags with VLAN \($0)" } ?? " is a VLAN")" } ?? []
    }
}
