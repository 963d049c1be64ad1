import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: a card gets no address in the virtual machine, and nobody said so before.
@Suite struct NetworkMatchTests {
    private func after(_ path: String, _ text: String, _ cards: [NetworkInterface]) -> Draft {
        let facts = Fixtures.facts([path: text], profile: Profiles.with(interfaces: cards))
        let draft = Fixtures.decide(NetworkMatches(), facts)
        #expect(Fixtures.leavesNothing(NetworkMatches(), after: draft))
        return draft
    }

    private static let network = "/etc/systemd/network/20-lan.network"
    private static let keyfile = "/etc/NetworkManager/system-connections/lan.nmconnection"
    private static let cards = [
        FieldTrees.card("enp1s0f0", "01", driver: "igb"), FieldTrees.card("enp1s0f1", "02", driver: "igb"),
        FieldTrees.card("eno3", "03", driver: "ixgbe"),
    ]

    @Test(arguments: [
        ("Path=pci-0000:01:00.1", "Name=enp1s0f1"), ("Driver=ixgbe", "Name=eno3"),
        ("Driver=igb", "Name=enp1s0f0 enp1s0f1"),
    ])
    func `case 45: a slot or a driver of the server becomes the name of the card`(match: String, name: String) {
        let draft = after(Self.network, "[Match]\n\(match)\n\n[Network]\nDHCP=yes\n", Self.cards)
        #expect(draft.facts.files[Self.network]?.text == "[Match]\n# p2v: \(match)\n\(name)\n\n[Network]\nDHCP=yes\n")
    }

    @Test func `case 45: where the scan has seen the slots, a name need not tell them`() {
        var cards = [FieldTrees.card("eno1", "01"), FieldTrees.card("eno2", "02")]
        cards[1].slot = "0000:01:00.0"
        let draft = after(Self.network, "[Match]\nPath=pci-0000:01:00.0\n", cards)
        #expect(draft.facts.files[Self.network]?.text == "[Match]\n# p2v: Path=pci-0000:01:00.0\nName=eno2\n")
        let other = after(Self.network, "[Match]\nPath=pci-0000:07:00.0\n", [cards[1]])
        #expect(other.concerns.map(\.id) == ["network-match"], "the only card is in another slot")
    }

    @Test func `case 45: beside a name or an address the slot only goes`() {
        for other in ["Name=eno3", "MACAddress=52:54:00:00:00:03"] {
            let draft = after(Self.network, "[Match]\nPath=pci-0000:09:00.0\n\(other)\n", Self.cards)
            #expect(draft.facts.files[Self.network]?.text == "[Match]\n# p2v: Path=pci-0000:09:00.0\n\(other)\n")
        }
    }

    @Test(arguments: ["Path=pci-0000:09:00.0", "Driver=bnx2x"])
    func `case 45: where it cannot be told which card is meant, it is said and left alone`(match: String) {
        let draft = after(Self.network, "[Match]\n\(match)\n", Self.cards)
        #expect(draft.changes.isEmpty)
        #expect(draft.concerns.map(\.id) == ["network-match"] && draft.concerns[0].severity == .critical)
    }

    @Test(arguments: [
        "Name=en*", "Path=pci-*", "Driver=!veth", "Driver=virtio_net", "MACAddress=52:54:00:00:00:01", "Type=ether",
    ])
    func `case 45: a match that fits the virtual machine's card stays`(match: String) {
        let draft = after(Self.network, "[Match]\n\(match)\n[Network]\nDHCP=yes\n", Self.cards)
        #expect(draft.changes.isEmpty && draft.concerns.isEmpty)
    }

    @Test func `case 45: a keyfile gets the card's name, and only one card can have been meant`() {
        let text = "[connection]\nid=x\ntype=ethernet\n\n[match]\npath=pci-0000:01:00.0;\ndriver=igb;\n"
        #expect(
            after(Self.keyfile, text, Self.cards).facts.files[Self.keyfile]?.text
                == "[connection]\nid=x\ntype=ethernet\n\n[match]\n# p2v: path=pci-0000:01:00.0;\ninterface-name=enp1s0f0;\n# p2v: driver=igb;\n"
        )
    }

    @Test(arguments: [
        "      match:\n        driver: ixgbe\n", "      match: {driver: ixgbe}\n",
        "      match: {name: \"e*\", driver: \"bnx2x\"}\n",
    ])
    func `case 45: netplan's match by driver is said`(match: String) {
        let draft = after("/etc/netplan/01.yaml", "network:\n  ethernets:\n    lan:\n\(match)", Self.cards)
        #expect(draft.concerns.map(\.id) == ["network-match"])
    }

    @Test func `case 45: a driver that only another kind of virtual machine has is the server's`() {
        let cards = [FieldTrees.card("enp0s3", "01", driver: "e1000")]
        let draft = after(Self.network, "[Match]\nDriver=e1000\n", cards)
        #expect(draft.facts.files[Self.network]?.text == "[Match]\n# p2v: Driver=e1000\nName=enp0s3\n")
    }

    @Test(arguments: [
        ("enp1s0", "pci-0000:01:00.0"), ("enp193s0f1np1", "pci-0000:c1:00.1"), ("enP2p1s0", "pci-0002:01:00.0"),
        ("eno1", nil), ("ens192", nil),
    ])
    func `a predictable name tells its slot`(name: String, path: String?) {
        #expect(MatchedCards.path(of: name) == path)
    }

    // MARK: Names by udev

    private func rules(_ files: [String: String], _ paths: Set<String>) -> Draft {
        Fixtures.decide(
            UdevNames(),
            Fixtures.facts(files, paths: paths, profile: Profiles.with(interfaces: [FieldTrees.card("eth0", "01")])))
    }

    @Test func `case 40: a udev that reads no link files, or is told not to, gets a rule`() {
        let link = "/usr/lib/udev/rules.d/80-net-setup-link.rules"
        #expect(rules([:], ["/etc/systemd", link]).changes.isEmpty)
        #expect(!rules([:], ["/etc/systemd"]).changes.isEmpty)
        #expect(!rules([:], ["/etc/systemd", link, "/etc/udev/rules.d/80-net-setup-link.rules"]).changes.isEmpty)
    }

    @Test(arguments: [
        "SUBSYSTEM==\"net\", KERNELS==\"0000:02:00.0\", NAME=\"eth0\"",
        "SUBSYSTEM==\"net\", ENV{ID_PATH}==\"pci-0000:02:00.0\", NAME=\"lan0\"",
    ])
    func `case 38: a rule by the server's slot names no card any more`(rule: String) {
        let path = "/etc/udev/rules.d/70-persistent-net.rules"
        let draft = rules([path: rule + "\n"], ["/usr/lib/udev/rules.d/80-net-setup-link.rules"])
        #expect(draft.facts.files[path]?.text == "# p2v: \(rule)\n")
    }
}
