internal import Estate

extension ConcernRule {
    /// A fixed address stays with the old card, which Windows then hides.
    static let windowsStaticAddress = ConcernRule(
        id: "windows-static-address", severity: .information,
        matters: "the new card is another device to Windows: the address stays with the hidden old one unless the "
            + "conversion carries it over",
        advice: "keep the MAC addresses; after the first start, look for hidden network adapters"
    ) { profile in
        (profile.windows?.networks ?? []).filter { !$0.dhcp && !$0.addresses.isEmpty }.map {
            "\($0.name ?? $0.id) has \($0.addresses.joined(separator: ", "))"
        }
    }
}
