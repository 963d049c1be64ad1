internal import Estate

/// Case 40: systemd names cards by their slot. The virtual machine has other slots, so each card gets its old name by
/// its MAC address, which is kept (systemd.link(5)).
struct LinkNames: Decider {
    let id = "network-names"
    let cases = [38, 40]
    let reads = ["/etc/systemd/network/*.link", "/etc/udev/rules.d/*net*.rules"]
    let looks = ["/etc/systemd"] + CardNaming.looks

    func decide(_ draft: inout Draft) {
        guard let interfaces = draft.facts.profile?.interfaces.value else {
            return draft.pass("no scan says which card had which name")
        }
        guard draft.facts.paths.contains("/etc/systemd") else {
            return draft.pass("the guest does not use systemd")
        }
        let cards = interfaces.filter { $0.kind == "physical" }
        // A virtual function below the card of a virtual machine has its address, and stays behind (Hyper-V's
        // accelerated networking).
        let own = cards.filter { card in !cards.contains { $0.name == card.master } }
        for card in own { keep(card, own, &draft) }
    }

    private func keep(_ card: NetworkInterface, _ all: [NetworkInterface], _ draft: inout Draft) {
        let mac = (card.permanentMAC ?? card.mac).lowercased()
        guard MACAddress.isValid(mac), InterfaceName.isValid(card.name) else {
            return draft.pass("\(card.name) has no usable MAC address")
        }
        guard all.filter({ ($0.permanentMAC ?? $0.mac).lowercased() == mac }).count == 1 else {
            return draft.concern(
                "mac-not-unique", .warning, seen: "several cards have the MAC address \(mac)",
                matters: "a name by MAC address would be given twice",
                advice: "name the cards by hand after the first boot")
        }
        if let rule = CardNaming(facts: draft.facts).file(naming: card.name, by: mac) {
            return draft.pass("\(card.name) is named by its MAC address in \(rule), and the MAC address is kept")
        }
        draft.create(
            "/etc/systemd/network/10-p2v-\(card.name).link",
            """
            # Written by p2v: the card keeps the name that it had on the physical server.
            [Match]
            MACAddress=\(mac)
            Path=?*

            [Link]
            Name=\(card.name)

            """,
            found: "\(card.name), named by the server's slots or by the order of its cards",
            why: "the virtual machine's slots are others, so its addresses would stay unset")
    }
}
