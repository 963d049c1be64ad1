import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the guest boots and cannot be reached at its old address.
@Suite struct NetworkCasesTests {
    private func card(_ name: String, _ mac: String, permanent: String? = nil, kind: String = "physical")
        -> NetworkInterface
    {
        NetworkInterface(
            name: name, kind: kind, mac: mac, permanentMAC: permanent, mtu: 1500, up: true, addresses: [], driver: nil,
            master: nil, megabits: nil, vlan: nil)
    }

    private func after(
        _ decider: any Decider, _ cards: [NetworkInterface], _ files: [String: String] = [:],
        paths: Set<String> = ["/etc/systemd"]
    ) -> Draft {
        let facts = Fixtures.facts(files, paths: paths, profile: Profiles.with(interfaces: cards))
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft
    }

    @Test func `case 40: a card keeps its name by its MAC address`() {
        let draft = after(LinkNames(), [card("eno1", "52:54:00:AA:BB:01")])
        let text = draft.facts.files["/etc/systemd/network/10-p2v-eno1.link"]?.text
        #expect(text?.contains("MACAddress=52:54:00:aa:bb:01\n") == true)
        #expect(text?.contains("Name=eno1\n") == true)
    }

    @Test func `case 44: a bond's member is known by its permanent MAC address`() {
        let draft = after(LinkNames(), [card("eno1", "52:54:00:aa:bb:ff", permanent: "52:54:00:aa:bb:01")])
        #expect(draft.facts.files["/etc/systemd/network/10-p2v-eno1.link"]?.text.contains("52:54:00:aa:bb:01") == true)
    }

    @Test func `case 43: two cards with one MAC address get no rule`() {
        let draft = after(LinkNames(), [card("eno1", "52:54:00:aa:bb:01"), card("eno2", "52:54:00:aa:bb:01")])
        #expect(draft.changes.isEmpty)
        #expect(Set(draft.concerns.map(\.id)) == ["mac-not-unique"])
    }

    @Test func `case 38: a card that a rule names already is left alone`() {
        let rule = "SUBSYSTEM==\"net\", ATTR{address}==\"52:54:00:aa:bb:01\", NAME=\"lan0\"\n"
        let draft = after(
            LinkNames(), [card("lan0", "52:54:00:aa:bb:01")], ["/etc/udev/rules.d/70-persistent-net.rules": rule])
        #expect(draft.changes.isEmpty)
    }

    @Test func `case 38: a name in the order of discovery is bound to its card too`() {
        let draft = after(LinkNames(), [card("eth0", "52:54:00:aa:bb:01")])
        #expect(draft.facts.files["/etc/systemd/network/10-p2v-eth0.link"]?.text.contains("Name=eth0\n") == true)
    }

    @Test(arguments: [
        "[Match]\nMACAddress=52:54:00:aa:bb:01\n[Link]\nWakeOnLan=magic\n",
        "[Match]\nOriginalName=*\n[Link]\nMACAddress=52:54:00:aa:bb:01\nName=eno1\n",
        "[Match]\nMACAddress=52:54:00:aa:bb:01\n[Link]\nName=other\n",
    ])
    func `case 40: a link file that only has the address in it names nothing`(text: String) {
        let draft = after(LinkNames(), [card("eno1", "52:54:00:aa:bb:01")], ["/etc/systemd/network/10-a.link": text])
        #expect(draft.facts.files["/etc/systemd/network/10-p2v-eno1.link"] != nil)
    }

    @Test(arguments: [
        (
            "/etc/NetworkManager/system-connections/b",
            "[bond]\nlacp_rate=fast\nmode=802.3ad\nmiimon=100\nxmit_hash_policy=layer3+4\n",
            "[bond]\n# p2v: lacp_rate=fast\nmode=active-backup\nmiimon=100\n# p2v: xmit_hash_policy=layer3+4\n"
        ),
        (
            "/etc/sysconfig/network-scripts/ifcfg-bond1", "BONDING_OPTS=\"mode=802.3ad lacp_rate=fast miimon=100\"",
            "BONDING_OPTS=\"mode=active-backup miimon=100\""
        ),
        (
            "/etc/sysconfig/network-scripts/ifcfg-bond1", "BONDING_OPTS=\"miimon=100 mode=802.3ad\"",
            "BONDING_OPTS=\"miimon=100 mode=active-backup\""
        ),
        (
            "/etc/netplan/01.yaml", "bonds:\n  b:\n    parameters: {mode: 802.3ad, lacp-rate: fast}\n",
            "bonds:\n  b:\n    parameters: {mode: active-backup}\n"
        ),
        (
            "/etc/netplan/01.yaml", "bonds:\n  parameters:\n    mode:   \"802.3ad\"\n    lacp-rate: fast\n",
            "bonds:\n  parameters:\n    mode:   active-backup\n# p2v: lacp-rate: fast\n"
        ),
        (
            "/etc/network/interfaces",
            "iface bond0\n\tbond-mode\t802.3ad\n\tbond-lacp-rate 1\niface bond1\n  bond-mode   4\n",
            "iface bond0\n\tbond-mode\tactive-backup\n# p2v: bond-lacp-rate 1\niface bond1\n  bond-mode   active-backup\n"
        ),
        (
            "/etc/systemd/network/b.netdev", "Kind=bond\n[Bond]\nMode = 802.3ad\nLACPTransmitRate=fast\n",
            "Kind=bond\n[Bond]\nMode = active-backup\n# p2v: LACPTransmitRate=fast\n"
        ),
        (
            "/etc/modprobe.d/bond.conf", "options bonding mode=4 lacp_rate=1 miimon=100",
            "options bonding mode=active-backup miimon=100"
        ),
        (
            "/etc/sysconfig/network-scripts/ifcfg-team0", "TEAM_CONFIG='{\"runner\": {\"name\": \"lacp\"}}'",
            "TEAM_CONFIG='{\"runner\": {\"name\": \"activebackup\"}}'"
        ),
    ])
    func `case 44: what only LACP takes goes with the mode`(path: String, before: String, expected: String) {
        #expect(after(BondMode(), [], [path: before]).facts.files[path]?.text == expected)
    }

    @Test(arguments: ["x\nName=evil", "../../x", "a b", "", "averyveryverylongname"])
    func `a name that would break out of its file is refused`(name: String) {
        #expect(after(LinkNames(), [card(name, "52:54:00:aa:bb:01")]).changes.isEmpty)
    }

    @Test(arguments: [
        "00:00:00:00:00:00", "01:00:5e:00:00:01", "52:54:00:aa:bb", "zz:54:00:aa:bb:01", "52-54-00-aa-bb-01",
    ])
    func `an address that is no card's is refused`(mac: String) {
        #expect(!MACAddress.isValid(mac))
    }

    @Test func `case 38: a system without systemd gets a rule for each card that has none`() {
        let path = "/etc/udev/rules.d/70-persistent-net.rules"
        let draft = after(
            UdevNames(), [card("eth0", "52:54:00:aa:bb:01"), card("eth1", "52:54:00:aa:bb:02")],
            [path: "ATTR{address}==\"52:54:00:aa:bb:01\", NAME=\"eth0\"\n"], paths: [])
        let lines = draft.facts.files[path]?.text.lines ?? []
        #expect(lines.count == 3)
        #expect(lines[1].contains("ATTR{address}==\"52:54:00:aa:bb:02\""))
        #expect(lines[1].hasSuffix("NAME=\"eth1\""))
    }

    @Test(arguments: [
        (
            "/etc/sysconfig/network-scripts/ifcfg-bond0", "BONDING_OPTS=\"mode=4 miimon=100\"",
            "BONDING_OPTS=\"mode=active-backup miimon=100\""
        ),
        ("/etc/sysconfig/network-scripts/ifcfg-bond0", "BONDING_OPTS=\"mode=40\"", "BONDING_OPTS=\"mode=40\""),
        ("/etc/network/interfaces", "    bond-mode 802.3ad", "    bond-mode active-backup"),
        (
            "/etc/netplan/01.yaml", "bonds: {b: {parameters: {mode: 802.3ad}}}",
            "bonds: {b: {parameters: {mode: active-backup}}}"
        ),
        ("/etc/NetworkManager/system-connections/b.nmconnection", "[bond]\nmode=802.3ad", "[bond]\nmode=active-backup"),
        ("/etc/systemd/network/b.netdev", "[Bond]\nMode=802.3ad", "[Bond]\nMode=active-backup"),
    ])
    func `case 44: a bond with LACP becomes active-backup, however it is written`(
        path: String, before: String, expected: String
    ) {
        #expect(after(BondMode(), [], [path: before]).facts.files[path]?.text == expected)
    }

    @Test func `case 41: cloud-init leaves the network alone`() {
        let draft = after(CloudInit(), [], ["/etc/cloud/cloud.cfg": "x"])
        #expect(
            draft.facts.files["/etc/cloud/cloud.cfg.d/99-p2v-network.cfg"]?.text.contains("config: disabled") == true)
    }

    @Test func `case 45: an original is never kept where it would be read as a second connection`() {
        #expect(
            OriginalPlace.path(of: "/etc/NetworkManager/system-connections/a.nmconnection")
                == "/var/lib/p2v/originals/etc/NetworkManager/system-connections/a.nmconnection.p2v-orig")
        #expect(OriginalPlace.path(of: "/etc/rc3.d/S50x") == "/var/lib/p2v/originals/etc/rc3.d/S50x.p2v-orig")
        #expect(OriginalPlace.path(of: "/etc/init.d/rc3.d/S50x").hasPrefix("/var/lib/p2v/originals/etc/init.d/rc3.d/"))
        #expect(OriginalPlace.path(of: "/etc/grub.d/40_custom").hasPrefix("/var/lib/p2v/originals/"))
        #expect(OriginalPlace.path(of: "/etc/fstab") == "/etc/fstab.p2v-orig")
    }
}
