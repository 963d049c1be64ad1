/// The links of a domain's network cards, as its XML has them.
struct DomainLinks {
    private let cards: [XMLTree]

    /// - Returns: nil when `xml` is no domain.
    init?(xml: String) {
        guard let domain = XMLTree.parse(xml), domain.name == "domain" else { return nil }
        cards = domain.first("devices")?.all("interface") ?? []
    }

    /// Of each card. One of which nothing is said is up (libvirt, "Modifying virtual link state").
    var areUp: [Bool] { cards.map(Self.isUp) }

    /// Each card that is not so yet, as libvirt takes it to change it: all of the card as it is, but for its link.
    func changes(up: Bool) -> [String] {
        cards.filter { Self.isUp($0) != up }.map { card in
            var card = card
            card.children.removeAll { $0.name == "link" }
            card.children.append(XMLTree(name: "link", attributes: ["state": up ? "up" : "down"]))
            return card.document
        }
    }

    private static func isUp(_ card: XMLTree) -> Bool { card.first("link")?.attributes["state"] != "down" }
}
