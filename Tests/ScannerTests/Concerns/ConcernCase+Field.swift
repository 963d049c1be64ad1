import Estate

/// Kinds that people tell of in public after their servers had been moved.
extension ConcernCase {
    private static let p = ServerProfile.plain

    static let field = [
        ConcernCase(
            "luks-passphrase", raises: encrypted(keyFile: "none", tokens: []),
            doesNot: encrypted(keyFile: "/etc/keys/data", tokens: [])),
        ConcernCase(
            "luks-passphrase", raises: encrypted(keyFile: "-", tokens: []),
            doesNot: encrypted(keyFile: "none", tokens: ["clevis"])),
        ConcernCase(
            "root-not-on-disk", raises: p.withMount("/", type: "nfs4"), doesNot: p.withMount("/srv", type: "nfs4")),
        ConcernCase(
            "root-not-on-disk", raises: p.withMount("/", type: "overlay"), doesNot: p.withMount("/", type: "btrfs")),
        ConcernCase("disks-alike", raises: pair(nil, nil), doesNot: pair("S1", nil)),
        ConcernCase("disks-alike", raises: pair(nil, nil), doesNot: pair(nil, nil, larger: 1)),
        ConcernCase("vlan", raises: card("vlan", ["10.1.0.5/24"]), doesNot: card("vlan", [])),
        ConcernCase("vlan", raises: card("vlan", ["fd00::5/64"]), doesNot: card("bridge", ["10.1.0.5/24"])),
        ConcernCase("user-space-network", raises: p.withModules("igb_uio"), doesNot: p.withModules("uio", "igb")),
        ConcernCase("special-card", raises: p.withModules("dahdi"), doesNot: p.withModules("snd_hda_intel")),
        ConcernCase(
            "ups", raises: p.withDevices("usb:00 051d:0002 Back-UPS XS 1500G"),
            doesNot: p.withDevices("usb:00 03f0:7029 Keyboard", "pci:0200 051d:0002")),
        ConcernCase("usb-serial", raises: p.withModules("ftdi_sio"), doesNot: p.withModules("usbserial", "8250")),
        ConcernCase(
            "real-time-kernel", raises: p.with { $0.system.kernel = .known("5.10.0-8-rt-amd64") },
            doesNot: p.with { $0.system.kernel = .known("5.10.0-8-rtl-amd64") }),
        ConcernCase(
            "real-time-kernel", raises: p.with { $0.system.kernel = .known("4.18.0-80.rt9.138.el8.x86_64") },
            doesNot: p.with { $0.system.kernel = .known("3.10.0-1160.el7.x86_64") }),
        ConcernCase(
            "block-cache", raises: p.withDisk { $0.volumes[0].content = "bcache" },
            doesNot: p.withDisk { $0.volumes[0].content = "bcachefs" }),
        ConcernCase(
            "command-line-limits", raises: p.with { $0.boot.kernelCommandLine = .known("ro isolcpus=2-31 quiet") },
            doesNot: p.with { $0.boot.kernelCommandLine = .known("ro memory=1 mem quiet") }),
    ]

    private static func pair(_ one: String?, _ other: String?, larger: UInt64 = 0) -> ServerProfile {
        var (first, second) = (ServerProfile.disk, ServerProfile.disk)
        (first.serial, second.serial) = (one, other)
        (second.device, second.bytes) = ("/dev/sdb", second.bytes + larger)
        return p.with { [first, second] in $0.disks = .known([first, second]) }
    }

    private static func card(_ kind: String, _ addresses: [String]) -> ServerProfile {
        p.with {
            let own = $0.interfaces.value ?? []
            $0.interfaces = .known(
                own + [
                    NetworkInterface(
                        name: "eth0.17", kind: kind, mac: "52:54:00:00:00:01", permanentMAC: nil, mtu: 1500, up: true,
                        addresses: addresses, driver: nil, master: nil, megabits: nil, vlan: 17)
                ])
        }
    }

    private static func encrypted(keyFile: String, tokens: [String]) -> ServerProfile {
        p.withDisk {
            $0.volumes = [
                volume("/dev/sda2", "part", on: "/dev/sda", "crypto_LUKS"),
                volume("/dev/mapper/root", "crypt", on: "/dev/sda2", "ext4"),
            ]
        }.with {
            $0.storage?.luksTokens = .known(["/dev/sda2": tokens])
            $0.storage?.crypttab = .known([
                CrypttabEntry(
                    name: "root", source: "UUID=1", keyFile: keyFile, options: "luks", resolved: "/dev/sda2")
            ])
        }
    }

    private static func volume(_ device: String, _ kind: String, on parent: String, _ content: String) -> Volume {
        Volume(
            device: device, kind: kind, parent: parent, bytes: 1 << 30, content: content, uuid: "1", label: nil,
            partitionUUID: nil, partitionType: nil, mountPoint: nil)
    }
}
