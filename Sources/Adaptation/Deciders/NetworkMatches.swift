internal import Estate

/// Case 45: network files that find their card by the server's slot or driver find none in the virtual machine. They get
/// the card's name, which is kept; where it cannot be told which card is meant, it is said.
struct NetworkMatches: Decider {
    let id = "network-matches"
    let cases = [45]
    let reads = [
        "/etc/systemd/network/*.network", "/etc/NetworkManager/system-connections/*", "/etc/netplan/*.yaml",
    ]

    func decide(_ draft: inout Draft) {
        let before = (draft.changes.count, draft.concerns.count)
        let cards = MatchedCards(draft.facts.profile?.interfaces.value, draft.facts.target)
        for path in draft.facts.files.keys.sorted() where reads.contains(where: { Glob.matches(path, $0) }) {
            guard let text = draft.facts.files[path]?.text else { continue }
            if path.hasSuffix(".network") {
                apply(NetworkMatch(text: text, cards: cards, dialect: .networkd), path, &draft)
            } else if path.hasSuffix(".yaml") {
                netplan(path, text, cards, &draft)
            } else {
                apply(NetworkMatch(text: text, cards: cards, dialect: .keyfile), path, &draft)
            }
        }
        if before == (draft.changes.count, draft.concerns.count) {
            draft.pass("no network file finds its card by slot or driver")
        }
    }

    private func apply(_ match: NetworkMatch, _ path: String, _ draft: inout Draft) {
        if let lost = match.lost { return say(path, lost, &draft) }
        draft.edit(
            path, to: match.edited, found: "a card by the server's slot or driver",
            why: "no card of the virtual machine is there, so its addresses would stay unset",
            writes: "the name of the card, which is kept")
    }

    /// Its tree is not taken apart here: a driver in a match is said.
    private func netplan(_ path: String, _ text: String, _ cards: MatchedCards, _ draft: inout Draft) {
        let pattern = /^\s*(?:match:\s*\{.*)?driver:\s*(?<name>[^\s,}]+)/
        let drivers = text.lines.filter { !$0.isComment }.compactMap { line in
            line.firstMatch(of: pattern).map { String($0.output.name).unquoted }
        }
        guard let driver = drivers.first(where: { !cards.isVirtual($0) }) else { return }
        say(path, "driver: \(driver)", &draft)
    }

    private func say(_ path: String, _ what: String, _ draft: inout Draft) {
        draft.concern(
            "network-match", .critical, seen: "\(path) finds its card by \(what)",
            matters: "the virtual machine has other slots and drivers, so the address of this card would stay unset",
            advice: "write the card's MAC address into \(path) on the server instead, and copy again")
    }
}

/// Cards of the server, found by what a match says of them.
struct MatchedCards {
    private let cards: [NetworkInterface]

    private let target: AdaptationTarget

    init(_ interfaces: [NetworkInterface]?, _ target: AdaptationTarget) {
        self.target = target
        cards = (interfaces ?? []).filter { $0.kind == "physical" && InterfaceName.isValid($0.name) }
    }

    /// The cards of the virtual machine have this driver; an e1000 of the server is none of a machine with virtio.
    func isVirtual(_ driver: String) -> Bool {
        switch target {
        case .kvm: driver == "virtio_net"
        case .xen, .xenserver: ["vif", "xen_netfront"].contains(driver)
        case .plain: driver == "e1000"
        }
    }

    /// Names of the cards that are meant; none where that cannot be told.
    func names(driver: String) -> [String] { cards.filter { $0.driver == driver }.map(\.name) }

    func names(path: String) -> [String] {
        let seen = cards.filter { $0.slot.map { "pci-\($0)" } == path }.map(\.name)
        if !seen.isEmpty { return seen }
        let named = cards.filter { $0.slot == nil && Self.path(of: $0.name) == path }.map(\.name)
        if !named.isEmpty { return named }
        return cards.count == 1 && cards[0].slot == nil ? cards.map(\.name) : []
    }

    /// `enp3s0f1` is `pci-0000:03:00.1` (systemd.net-naming-scheme(7)); other names do not tell.
    static func path(of name: String) -> String? {
        let pattern = /en(?:P(?<domain>\d{1,5}))?p(?<bus>\d{1,3})s(?<slot>\d{1,2})(?:f(?<function>\d))?(?:np\d+)?/
        guard let match = name.wholeMatch(of: pattern)?.output, let bus = Int(match.bus), let slot = Int(match.slot)
        else { return nil }
        let domain = match.domain.flatMap { Int($0) } ?? 0
        let function = match.function.flatMap { Int($0) } ?? 0
        return "pci-\(hex(domain, 4)):\(hex(bus, 2)):\(hex(slot, 2)).\(function)"
    }

    private static func hex(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
