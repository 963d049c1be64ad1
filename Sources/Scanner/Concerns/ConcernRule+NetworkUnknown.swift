internal import Estate

extension ConcernRule {
    /// Cards or addresses that the scan could not make out.
    static let networkUnknown = ConcernRule(
        id: "network-unknown", severity: .critical,
        matters: "which cards the VM needs is not known: it would come up without its network",
        advice: "find out why the scan could not read it (`p2v servers show`), and scan again"
    ) { profile in
        switch profile.interfaces {
        case .unknown(let reason): return profile.windows == nil ? ["no card is known: \(reason)"] : []
        case .known(let all):
            let cards = all.filter { ["physical", "bond"].contains($0.kind) }
            let own = all.filter { $0.kind != "loopback" }
            if cards.isEmpty, profile.windows == nil {
                let names = own.map { "\($0.name) (\($0.kind))" }.joined(separator: ", ")
                return ["no card is one that a VM could have: \(names.isEmpty ? "there is none" : names)"]
            }
            return cards.compactMap { card in card.addressesUnknown.map { "the addresses of \(card.name): \($0)" } }
                + cards.filter { !$0.addresses.isEmpty && $0.mac.split(separator: ":").count != 6 }
                .map { "\($0.name) has no Ethernet address (\($0.mac.prefix(60)))" }
        }
    }
}
