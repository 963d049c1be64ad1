internal import Estate

/// Cases 38 and 40, for systems without systemd: a udev rule keeps each card's name by its MAC address.
struct UdevNames: Decider {
    let id = "network-names-udev"
    let cases = [38, 40]
    let reads = ["/etc/udev/rules.d/*net*.rules"]
    let looks = ["/etc/systemd", "/etc/udev/rules.d"]
    private let path = "/etc/udev/rules.d/70-persistent-net.rules"

    func decide(_ draft: inout Draft) {
        guard !draft.facts.paths.contains("/etc/systemd") else { return draft.pass("systemd names the cards") }
        guard let cards = draft.facts.profile?.interfaces.value?.filter({ $0.kind == "physical" }), !cards.isEmpty
        else {
            return draft.pass("no scan says which card had which name")
        }
        let naming = CardNaming(facts: draft.facts)
        let missing = cards.filter { card in
            let mac = (card.permanentMAC ?? card.mac).lowercased()
            return MACAddress.isValid(mac) && InterfaceName.isValid(card.name)
                && naming.file(naming: card.name, by: mac) == nil
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
}
