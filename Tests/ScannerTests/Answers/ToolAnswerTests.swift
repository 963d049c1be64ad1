import Estate
import Foundation
import Testing

@testable import Scanner

/// What tools print in the field: a disk, a route or a card that is lost here is lost in the VM.
@Suite struct ToolAnswerTests {
    private func profile(_ sections: [String: String], failed: [String: String] = [:]) throws -> ServerProfile {
        var answers = Answers(rights: "root", kernel: "Linux")
        answers.uname = ["h", "6.1", "x86_64"]
        answers.isComplete = true
        for (section, name) in sections { answers.sections[section] = Answer(text: try ToolAnswer(name).text) }
        for (section, error) in failed { answers.sections[section] = Answer(text: "", error: error, status: 127) }
        var profile = ProfileBuilder(answers: answers, address: "ssh://h", host: "h", now: Moment(seconds: 0))
            .profile()
        profile.concerns = ConcernRule.concerns(of: profile)
        return profile
    }

    @Test func `every answer says where it is from, and is on the list`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: ToolAnswer.folder.path)
        #expect(Set(files) == Set(ToolAnswer.names.map { $0 + ".txt" }))
        for name in ToolAnswer.names {
            let origin = try ToolAnswer(name).origin
            #expect(origin.hasPrefix("Recorded on ") || origin.hasPrefix("Written from public "), "\(name)")
        }
    }

    /// One accent in a label cost all disks of an Ubuntu 16.04.
    @Test func `lsblk's escapes that are no JSON cost no disk`() throws {
        let disks = try #require(LsblkJSON.parse(try ToolAnswer("lsblk-escapes").text))
        #expect(disks.map(\.device) == ["/dev/sda"])
        #expect(disks[0].volumes.first?.label == "réseau \"a\\b\"")
        #expect(disks[0].volumes.first?.mountPoint == "/")
    }

    /// "No routes" would have been taken for a fact.
    @Test func `routes that are not understood are unknown, not none`() throws {
        let profile = try profile(["iproute": "iproute-json-blackhole"])
        guard case .unknown = profile.routes else {
            Issue.record("\(profile.routes)")
            return
        }
    }

    @Test func `a route over several ways and one over another family are read`() throws {
        let routes = try profile(["iproute": "iproute-several-ways"]).routes.value
        #expect(
            routes == [
                Route(destination: "default", gateway: "10.1.0.1", interface: "eth0"),
                Route(destination: "default", gateway: "10.2.0.1", interface: "eth1"),
                Route(destination: "10.1.0.0/24", gateway: nil, interface: "eth0"),
                Route(destination: "10.3.0.0/24", gateway: "fe80::1", interface: "eth0"),
            ])
        let json =
            #"[{"dst":"default","nexthops":[{"gateway":"10.1.0.1","dev":"eth0"},{"gateway":"10.2.0.1","dev":"eth1"}]}]"#
        #expect(Routes.json(json)?.map(\.interface) == ["eth0", "eth1"])
    }

    /// Cards without addresses looked like cards that are not used.
    @Test func `without ip the addresses of the cards are unknown, and the plan stops`() throws {
        let profile = try profile(
            ["sysnet": "sysnet-idrac"], failed: ["ipaddr": "ip: not found", "iproute": "ip: not found"])
        let card = try #require(profile.interfaces.value?.first { $0.name == "eno1" })
        #expect(card.addressesUnknown == "ip: not found")
        #expect(profile.routes == .unknown(because: "ip: not found"))
        #expect(profile.concerns.contains { $0.id == "network-unknown" && $0.severity == .critical })
    }

    @Test func `one bad key in the addresses makes them unknown, not empty`() {
        #expect(InterfaceAddresses.json(#"[{"ifname":"eth0","addr_info":"none"}]"#) == nil)
        #expect(InterfaceAddresses.json(#"[{},{"ifname":"eth0","addr_info":[]}]"#) == ["eth0": []])
    }

    @Test func `the card of the management processor gets no VIF, and the others do`() throws {
        let profile = try profile(["sysnet": "sysnet-idrac", "ipaddr": "ipaddr-idrac"])
        let kinds = Dictionary(uniqueKeysWithValues: (profile.interfaces.value ?? []).map { ($0.name, $0.kind) })
        #expect(kinds == ["lo": "loopback", "eno1": "physical", "idrac": "management"])
        #expect(!profile.concerns.contains { $0.id == "network-unknown" })
    }

    /// A network file that finds its card by the slot gets the card's name from it.
    @Test func `a card on PCI tells its slot, one on another bus does not`() {
        let text = """
            interface eno1
            driver ../../../../bus/pci/drivers/igb
            slot ../../../0000:01:00.0
            interface eth1
            driver ../../../../bus/virtio/drivers/virtio_net
            slot ../../../virtio0
            interface idrac
            driver ../../../../../bus/usb/drivers/cdc_ether
            slot ../../../1-14.3:1.0
            """
        let cards = Interfaces(addresses: .known([:]), permanent: [:], vlans: [:]).parse(text)
        #expect(cards?.map(\.slot) == ["0000:01:00.0", nil, nil])
        #expect(cards?.map(\.driver) == ["igb", "virtio_net", "cdc_ether"])
    }

    @Test func `a USB card with an address of the house stays a card`() throws {
        let card = NetworkInterface(
            name: "usb0", kind: "physical", mac: "02:00:00:00:00:01", permanentMAC: nil, mtu: 1500, up: true,
            addresses: ["10.0.0.5/24", "fe80::1/64"], driver: "cdc_ether", master: nil, megabits: nil, vlan: nil)
        #expect(!ManagementCard.isOne(card))
    }

    /// lsblk names any of several mount points: a jail's would have hidden the root.
    @Test func `of several places of a volume, the root and then the volume's own count`() throws {
        let places = MountPlaces.parse(try ToolAnswer("mountinfo-bind-mounts").text)
        #expect(places["/dev/sda2"] == "/")
        #expect(places["/dev/sda3"] == "/data one")
        #expect(places["/dev/sdb1"] == "/home")
        var answers = Answers(rights: "root", kernel: "Linux")
        let lsblk = try ToolAnswer("lsblk-escapes").text.replacing("\"sda1\"", with: "\"sda2\"")
            .replacing("\"mountpoint\": \"/\"", with: "\"mountpoint\": \"/srv/jail\"")
        answers.sections["lsblk"] = Answer(text: lsblk)
        answers.sections["/proc/self/mountinfo"] = Answer(text: try ToolAnswer("mountinfo-bind-mounts").text)
        let profile = ProfileBuilder(answers: answers, address: "ssh://h", host: "h", now: Moment(seconds: 0)).profile()
        #expect(profile.disks.value?.first?.volumes.first?.mountPoint == "/")
    }

    @Test func `a disk with two ports is planned once, and the scan says so`() throws {
        let profile = try profile(["lsblk": "lsblk-dual-port"])
        #expect(profile.disks.value?.map(\.device) == ["/dev/sdd"])
        #expect(profile.disks.value?.first?.otherPaths == ["/dev/sdam"])
        #expect(profile.concerns.contains { $0.id == "multipath" && $0.seen.contains("/dev/sdam") })
    }

    /// A disk that is taken for another's second path would never be copied.
    @Test func `disks that share only a placeholder's name, or a USB bridge's, stay apart`() throws {
        #expect(try profile(["lsblk": "lsblk-placeholder-wwn"]).disks.value?.count == 4)
    }

    @Test func `volumes of ZFS, Ceph, flash and network are no disks`() throws {
        #expect(try profile(["lsblk": "lsblk-no-disks"]).disks.value?.map(\.device) == ["/dev/sda"])
        #expect(!DiskNames.isVirtual("zdisk") && DiskNames.isVirtual("md_d0") && DiskNames.isVirtual("dm-3"))
    }

    /// Two servers with one UUID could not run in one pool, and that was found after the outage.
    @Test func `what a board's maker never filled in is no fact, and the VM's new UUID is announced`() throws {
        let profile = try profile(["dmi": "dmi-placeholders"])
        #expect(profile.identity.dmiUUID.value == nil && profile.identity.dmiSerial.value == nil)
        #expect(profile.hardware.vendor.value == nil && profile.hardware.model.value == "X9SCL/X9SCM")
        #expect(profile.concerns.contains { $0.id == "firmware-uuid" })
    }

    @Test(arguments: [
        "Not Settable", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "", "1234",
    ])
    func `a UUID that is none is no fact`(text: String) {
        #expect(FirmwareText.uuid(text) == nil)
        #expect(FirmwareText.uuid("4c4c4544-0042-3510-8052-b4c04f4d3532") != nil)
    }
}
