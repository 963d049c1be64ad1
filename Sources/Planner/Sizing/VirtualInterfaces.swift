internal import Estate

/// Which interfaces become VIFs: what carries traffic outside, each MAC once. A bond becomes one VIF with its address.
enum VirtualInterfaces {
    static func of(_ profile: ServerProfile, network: String) -> [PlannedInterface] {
        let all = profile.interfaces.value ?? []
        let bonds = all.filter { $0.kind == "bond" }
        let cards = all.filter { card in
            card.kind == "physical" && !bonds.contains { $0.name == card.master }
        }
        let useful = (bonds + cards).filter { $0.up || !$0.addresses.isEmpty || $0.master != nil }
        var seen: Set<String> = []
        return (useful.isEmpty ? bonds + cards : useful)
            .filter { isUsable($0.mac) && seen.insert($0.mac.lowercased()).inserted }
            .map { PlannedInterface(name: $0.name, mac: $0.mac.lowercased(), network: network) }
    }

    private static func isUsable(_ mac: String) -> Bool {
        mac.split(separator: ":").count == 6 && mac != "00:00:00:00:00:00"
    }
}
