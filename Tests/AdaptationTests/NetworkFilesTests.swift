import Estate
import Foundation
import Testing

@testable import Adaptation

/// What a user loses if these fail: a network file that p2v has changed is refused by the program that reads it, and the
/// guest cannot be reached. `Tests/Benchmarks/network-parsers.sh` gives the files to these programs.
@Suite struct NetworkFilesTests {
    /// Bonds with LACP, and cards by slot and driver, in every dialect that Debian has a reader for.
    private static let guest = FieldTree(
        name: "every dialect", source: "manual pages of each program",
        tree: .system(
            FieldTrees.release("debian", "12"), tool: nil,
            [
                "/etc/NetworkManager/system-connections/bond0.nmconnection":
                    "[connection]\nid=bond0\nuuid=3a7c0c1e-0000-4000-8000-000000000001\ntype=bond\ninterface-name=bond0\n\n[bond]\nlacp_rate=fast\nmiimon=100\nmode=802.3ad\nxmit_hash_policy=layer3+4\n\n[ipv4]\nmethod=auto\n",
                "/etc/NetworkManager/system-connections/port.nmconnection":
                    "[connection]\nid=port\nuuid=3a7c0c1e-0000-4000-8000-000000000002\ntype=ethernet\nmaster=bond0\nslave-type=bond\n\n[match]\ndriver=igb;\n",
                "/etc/NetworkManager/system-connections/lan.nmconnection":
                    "[connection]\nid=lan\nuuid=3a7c0c1e-0000-4000-8000-000000000003\ntype=ethernet\n\n[match]\npath=pci-0000:03:00.0;\n\n[ipv4]\naddress1=10.0.0.5/24\nmethod=manual\n",
                "/etc/netplan/01.yaml":
                    "network:\n  version: 2\n  ethernets:\n    eno1: {}\n    eno2: {}\n  bonds:\n    bond0:\n      interfaces: [eno1, eno2]\n      parameters: {mode: 802.3ad, lacp-rate: fast, mii-monitor-interval: 100}\n    bond1:\n      parameters:\n        mode:   \"802.3ad\"\n        lacp-rate: fast\n        transmit-hash-policy: layer3+4\n        min-links: 1\n",
                "/etc/network/interfaces":
                    "auto lo\niface lo inet loopback\n\nauto bond0\niface bond0 inet static\n\taddress 10.0.0.3/24\n\tbond-slaves eno1 eno2\n\tbond-mode\t802.3ad\n\tbond-lacp-rate 1\n\tbond-xmit-hash-policy layer3+4\n\tbond-miimon 100\n\nauto bond1\niface bond1 inet dhcp\n  bond_mode   4\n  bond_ad_select bandwidth\n",
                "/etc/systemd/network/10-bond0.netdev":
                    "[NetDev]\nName=bond0\nKind=bond\n\n[Bond]\nMode = 802.3ad\nLACPTransmitRate=fast\nTransmitHashPolicy=layer3+4\nMIIMonitorSec=100ms\nMinLinks=1\n",
                "/etc/systemd/network/20-lan.network":
                    "[Match]\nPath=pci-0000:03:00.0\n\n[Network]\nAddress=10.0.0.5/24\n",
                "/etc/systemd/network/21-ports.network": "[Match]\nDriver=igb\n\n[Network]\nBond=bond0\n",
                "/etc/systemd/system.conf": "#\n",
            ]), volumes: [FieldTrees.part("sda1", "ext4", "4")], root: "/dev/sda1",
        profile: FieldTrees.scan(
            FieldTrees.card("eno1", "01", driver: "igb", master: "bond0", permanent: "01"),
            FieldTrees.card("eno2", "01", driver: "igb", master: "bond0", permanent: "02"),
            FieldTrees.card("enp3s0", "03", driver: "ixgbe")),
        expects: [])

    @Test func `case 44: no network file speaks of LACP any more, in any dialect, and none finds a card by its place`()
        throws
    {
        let outcome = try Self.guest.outcome()
        let files = outcome.tree.files(below: "/etc").filter { path, _ in
            ["NetworkManager", "netplan", "/network", "udev"].contains { path.contains($0) }
        }
        #expect(files.count >= 12)
        for (path, bytes) in files {
            let lines = String(decoding: bytes, as: UTF8.self).lines.filter { !$0.isComment }
            for word in ["802.3ad", "lacp", "LACP", "pci-0000", "igb", "hash"] {
                #expect(!lines.contains { $0.contains(word) }, "\(path): \(word)")
            }
        }
        #expect(!outcome.concerns.contains { $0.id == "network-match" })
        try Self.hand(files)
    }

    /// To the script, where it asks for them.
    private static func hand(_ files: [String: [UInt8]]) throws {
        guard let folder = ProcessInfo.processInfo.environment["P2V_NETWORK_FILES"] else { return }
        for (path, bytes) in files {
            let place = URL(fileURLWithPath: folder + path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: place)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: place.path)
        }
    }
}
