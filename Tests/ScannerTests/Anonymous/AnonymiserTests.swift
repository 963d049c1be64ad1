import Estate
import Foundation
import Testing

@testable import Scanner

/// What is shared with a stranger cannot be taken back.
@Suite struct `Profiles that are shared` {
    /// Every text of a profile that may stay as it is: it is the same on very many machines.
    private static let stays: Set<String> = [
        "format", "rights", "vendor", "model", "architecture", "devices", "modules", "flags", "firmwareDate", "family",
        "version", "prettyName", "kernel", "clock", "agents", "firmware", "loader", "initramfsTool",
        "initramfsModules", "partitionTable", "transport", "kind", "content", "partitionType", "type", "driver",
        "level", "firmwareFormat", "luksTokens", "id", "severity", "matters", "advice", "edition", "build", "role",
        "controlSet", "hibernation",
    ]

    /// Marks every text that is not on the list, and those of keys, so that it can be found again.
    private func marked(_ value: Any, key: String) -> Any {
        switch value {
        case let object as [String: Any]:
            let isTable = ["deviceLinks", "driveLetters", "grubDefaults", "luksTokens"].contains(key)
            return Dictionary(
                uniqueKeysWithValues: object.map { name, inner in
                    (isTable ? "acme-\(name)" : name, marked(inner, key: isTable ? key : name))
                })
        case let list as [Any]: return list.map { marked($0, key: key) }
        case let text as String: return Self.stays.contains(key) ? text : "acme-\(text)"
        default: return value
        }
    }

    private func everything() throws -> ServerProfile {
        let rich = ServerProfile.plain.with {
            $0.windows = .plain
            $0.mounts = .known([
                Mount(
                    source: "nas1:/vol", target: "/customer", type: "nfs", options: "rw,addr=10.9.9.9", bytes: 1,
                    usedBytes: 1)
            ])
            $0.routes = .known([Route(destination: "10.9.0.0/16", gateway: "10.9.0.1", interface: "eth0")])
            $0.nameServers = .known(["10.9.0.2"])
            $0.listeners = .known([ListeningSocket(transport: "tcp", address: "10.9.0.3", port: 1, process: "erpd")])
            $0.connections = .known([
                Connection(
                    transport: "tcp", localAddress: "10.9.0.3", localPort: 1, peerAddress: "10.9.0.4", peerPort: 2,
                    process: "erpd")
            ])
            $0.deviceLinks = .known(["/dev/disk/by-id/x": "/dev/sda"])
            $0.boot.resumeSettings = ["x: resume=/dev/vg/swap"]
            $0.boot.grubDefaults = ["GRUB_CMDLINE_LINUX": "secret"]
            $0.boot.efiEntries = .known(["Boot0000 customer"])
            $0.storage = StorageStack(
                raidArrays: .known([
                    RAIDArray(
                        device: "/dev/md/x", level: "raid1", members: ["/dev/y"], active: true, degraded: true,
                        firmwareFormat: nil)
                ]), multipaths: .known([Multipath(name: "m", wwid: "36", paths: ["/dev/z"])]),
                lvmFilters: .known(["a|x|"]), lvmDevicesFile: .known(false),
                crypttab: .known([
                    CrypttabEntry(name: "c", source: "/dev/q", keyFile: "/k", options: "o", resolved: "/dev/q")
                ]),
                luksTokens: .known(["/dev/l": ["clevis"]]), swaps: .known(["/dev/s"]))
            $0.concerns = [
                Concern(id: "raid-degraded", severity: .warning, seen: "x", matters: "m", advice: "a"),
                Concern(id: "no-such-rule", severity: .warning, seen: "x", matters: "m", advice: "a"),
            ]
        }
        let json = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(rich))
        let data = try JSONSerialization.data(withJSONObject: marked(json, key: ""))
        return try JSONDecoder().decode(ServerProfile.self, from: data)
    }

    @Test func `every text that tells whose server it is is replaced or left out`() throws {
        let shown = try #require(Anonymiser([try everything()]).profiles.first)
        let text = String(decoding: try JSONEncoder().encode(shown), as: UTF8.self)
        #expect(text.ranges(of: "acme").map { text[$0.lowerBound...].prefix(60) } == [])
    }

    @Test func `reasons that a tool gave are left out`() throws {
        let profile = ServerProfile.plain.with {
            $0.disks = .unknown(because: "lsblk: acme: not found")
            $0.interfaces = .unknown(because: "acme")
        }
        let shown = try #require(Anonymiser([profile]).profiles.first)
        #expect(shown.disks.reason?.contains("acme") == false && shown.disks.value == nil)
        #expect(shown.interfaces.value == nil)
    }

    private func server(_ name: String, _ address: String, peer: String) -> ServerProfile {
        ServerProfile.plain.with {
            $0.name = name
            $0.address = "ssh://admin@\(name)"
            $0.interfaces = .known([
                NetworkInterface(
                    name: "eth0", kind: "physical", mac: "52:54:00:00:00:0A", permanentMAC: "52:54:00:00:00:0a",
                    mtu: 1500, up: true, addresses: ["\(address)/24"], driver: nil, master: nil, megabits: nil,
                    vlan: nil)
            ])
            $0.listeners = .known([
                ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 5432, process: "postgres")
            ])
            $0.connections = .known([
                Connection(
                    transport: "tcp", localAddress: address, localPort: 5432, peerAddress: peer, peerPort: 40_000,
                    process: "postgres")
            ])
        }
    }

    @Test func `the same stays the same: who talks to whom is still seen`() {
        let originals = [server("db", "10.1.2.3", peer: "10.1.2.4"), server("web", "10.1.2.4", peer: "10.1.2.9")]
        let shown = Anonymiser(originals).profiles
        #expect(shown.map(\.name) == ["server-001", "server-002"])
        #expect(shown.map(\.address) == ["ssh://server-001", "ssh://server-002"])
        let (before, after) = (DependencyMap(originals), DependencyMap(shown))
        #expect(
            after.edges.map { [$0.client, $0.server, $0.process] }.contains(["server-002", "server-001", "postgres"]))
        #expect(after.edges.count == before.edges.count)
        let addresses = shown.flatMap { $0.interfaces.value ?? [] }.flatMap(\.addresses)
        #expect(addresses == ["10.0.1.1/24", "10.0.1.2/24"])
        let macs = shown.flatMap { $0.interfaces.value ?? [] }.flatMap { [$0.mac, $0.permanentMAC ?? ""] }
        #expect(Set(macs) == ["02:00:00:00:00:01"])
    }

    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("127.0.0.53", "127.0.0.53"), ("::", "::"), ("*", "*"), ("::1", "::1"),
        ("10.5.5.5", "10.0.1.1"), ("::ffff:10.5.5.5", "::ffff:10.0.1.1"), ("fe80::1%eth0", "fd00::1"),
        ("2001:db8::5/64", "fd00::1/64"), ("mail.customer.example", "host-1"), ("default", "default"),
    ])
    func `addresses that every machine has stay, others are replaced`(original: String, shown: String) {
        var pseudonyms = Pseudonyms()
        #expect(pseudonyms.address(original) == shown)
    }

    @Test(arguments: [
        ("/dev/sda1", "/dev/sda1"), ("/dev/nvme0n1p2", "/dev/nvme0n1p2"), ("/dev/cciss/c0d0p1", "/dev/cciss/c0d0p1"),
        ("/dev/mapper/customer-data", "/dev/mapper/volume-1"),
        ("UUID=1-2", "UUID=00000000-0000-4000-8000-000000000001"),
        ("LABEL=customer", "LABEL=label-1"), ("nas:/vol", "host-1:/place-1"), ("tmpfs", "tmpfs"),
        ("//nas/x", "/dev/mapper/volume-1"),
        ("customer#fuse", "source-1"),
    ])
    func `devices that every machine has stay, others are replaced`(original: String, shown: String) {
        var pseudonyms = Pseudonyms()
        #expect(pseudonyms.source(original, type: "ext4") == shown)
    }

    /// systemd names a card by its MAC where it knows nothing better.
    @Test func `a card's name that holds its MAC is replaced`() {
        var pseudonyms = Pseudonyms()
        #expect(pseudonyms.card("enx001f29c41102") == "card1")
        #expect(pseudonyms.card("enp3s0f1") == "enp3s0f1")
        #expect(pseudonyms.card("bond0.17") == "bond0.17")
        #expect(pseudonyms.card("customer0") == "card2")
    }

    @Test func `what was seen is said again in the new words`() throws {
        let twin = ServerProfile.plain.with {
            ($0.name, $0.address) = ("dns02", "ssh://root@10.77.0.54")
            $0.concerns = FleetConcerns.concerns(of: $0, among: [.plain])
        }
        let shown = try #require(Anonymiser([.plain, twin]).profiles.last)
        #expect(shown.concerns.map(\.id) == twin.concerns.map(\.id))
        #expect(shown.concerns.first?.seen == "the same machine id as server-001 (ssh://server-001)")
    }
}
