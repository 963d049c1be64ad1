internal import Estate

/// Cases 38 and 40, for systems whose udev is not known to read link files: a rule keeps each card's name by its MAC
/// address. Rules by the server's slots name nothing any more.
struct UdevNames: Decider {
    let id = "network-names-udev"
    let cases = [38, 40]
    let reads = ["/etc/udev/rules.d/*net*.rules"]
    let looks = ["/etc/udev/rules.d"] + CardNaming.looks
    private let path = "/etc/udev/rules.d/70-persistent-net.rules"

    func decide(_ draft: inout Draft) {
        guard let cards = draft.facts.profile?.interfaces.value?.filter({ $0.kind == "physical" }), !cards.isEmpty
        else {
            return draft.pass("no scan says which card had which name")
        }
        dropPlaces(&draft)
        let naming = CardNaming(facts: draft.facts)
        guard !naming.readsLinks else { return draft.pass("udev reads link files, which name the cards") }
        let own = cards.filter { card in !cards.contains { $0.name == card.master } }
        let missing = own.filter { card in
            let mac = (card.permanentMAC ?? card.mac).lowercased()
            return MACAddress.isValid(mac) && InterfaceName.isValid(card.name)
                && own.filter { ($0.permanentMAC ?? $0.mac).lowercased() == mac }.count == 1
                && naming.rule(naming: card.name, by: mac) == nil
        }
        guard !missing.isEmpty else { return draft.pass("every card is named by its MAC address already") }
        let old = draft.facts.files[path]?.text ?? ""
        let rules = missing.map { card in
            let mac = (card.permanentMAC ?? card.mac).lowercased()
            return
                "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"\(mac)\", ATTR{type}==\"1\", NAME=\"\(card.name)\"\n"
        }
        draft.edit(
            path, to: old + (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + rules.joined(),
            found: "\(missing.map(\.name).joined(separator: ", ")) without a rule",
            why: "cards could be counted in another order and lose their addresses",
            writes: "a rule by MAC address for each card")
    }

    private func dropPlaces(_ draft: inout Draft) {
        for path in draft.facts.files(in: "/etc/udev/rules.d", suffix: ".rules") where path.contains("net") {
            guard let file = draft.facts.files[path] else { continue }
            draft.edit(
                path, to: file.text.mapLines { CardNaming.isByPlace($0) ? "# p2v: \($0)" : nil },
                found: "cards named by the server's slots",
                why: "the name could go to another card, or be given twice", writes: "the line as a comment")
        }
    }
}
