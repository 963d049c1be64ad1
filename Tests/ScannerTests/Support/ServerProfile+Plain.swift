import Estate

extension ServerProfile {
    /// A server of which nothing needs to be said: Debian 12 on a disk of its own, scanned as root.
    static let plain = ServerProfile(
        name: "dns01", address: "ssh://root@10.77.0.53", scannedAt: Moment(seconds: 1_700_000_000),
        identity: Identity(
            machineID: .known("0123456789abcdef0123456789abcdef"), dmiUUID: .known("4C4C4544-0042"),
            dmiSerial: .known("ABC123"), hostKeyFingerprint: .known("SHA256:one")),
        hardware: Hardware(
            vendor: .known("HP"), model: .known("ProLiant DL360 G7"),
            processor: .known(
                Processor(
                    model: "Intel Xeon E5620", architecture: "x86_64", sockets: 1, cores: 4, threads: 8,
                    megahertz: 2400,
                    flags: ["fpu"])),
            memoryBytes: .known(8 << 30),
            devices: .known([
                "pci:0200 14e4:1639 NetXtreme II", "pci:0300 102b:0533 Matrox MGA", "usb:00 03f0:7029 Keyboard",
            ]),
            modules: .known(["ext4", "bnx2"]), hugePageBytes: 0),
        system: OperatingSystem(
            family: .known("debian"), version: .known("12"), prettyName: .known("Debian GNU/Linux 12"),
            architecture: .known("x86_64"), kernel: .known("6.1.0-1-amd64"), uptimeSeconds: .known(1000),
            clock: .known("utc"), clockSkewSeconds: .known(0), timeZone: .known("Etc/UTC"), agents: .known([])),
        boot: Boot(
            firmware: .known(.bios), secureBoot: .known(false), loader: .known("grub2"),
            kernelCommandLine: .known("root=/dev/sda1 ro console=ttyS0,115200"),
            kernels: .known([Kernel(version: "6.1.0-1-amd64", hasVirtio: true)]),
            initramfsTool: .known("initramfs-tools"),
            initramfsModules: .known("most"), efiEntries: .known([])),
        disks: .known([disk]),
        mounts: .known([
            Mount(
                source: "/dev/sda1", target: "/", type: "ext4", options: "rw", bytes: 10 << 30, usedBytes: 2 << 30,
                freeInodes: 100_000)
        ]),
        fstab: .known([
            FstabEntry(spec: "/dev/sda1", mountPoint: "/", type: "ext4", options: "defaults", resolved: "/dev/sda1")
        ]),
        interfaces: .known([
            NetworkInterface(
                name: "eth0", kind: "physical", mac: "52:54:00:00:00:01", permanentMAC: "52:54:00:00:00:01", mtu: 1500,
                up: true, addresses: ["10.77.0.53/24"], driver: "bnx2", master: nil, megabits: 1000, vlan: nil)
        ]),
        routes: .known([]), nameServers: .known([]), listeners: .known([]), connections: .known([]),
        deviceLinks: .known([:]), load: .unknown(because: "not asked"),
        storage: StorageStack(
            raidArrays: .known([]), multipaths: .known([]), lvmFilters: .known([]), lvmDevicesFile: .known(false),
            crypttab: .known([]), luksTokens: .known([:]), swaps: .known([])),
        rights: "root", concerns: [])

    static let disk = Disk(
        device: "/dev/sda", bytes: 16 << 30, model: "EG0300", serial: "S1", wwn: nil, logicalSectorBytes: 512,
        physicalSectorBytes: 512, partitionTable: "dos", rotational: true, readOnly: false, transport: "sas",
        volumes: [
            Volume(
                device: "/dev/sda1", kind: "part", parent: "/dev/sda", bytes: 16 << 30, content: "ext4",
                uuid: "1111-2222", label: nil, partitionUUID: nil, partitionType: "0x83", mountPoint: "/")
        ])

    func with(_ change: (inout ServerProfile) -> Void) -> ServerProfile {
        var copy = self
        change(&copy)
        return copy
    }

    /// The plain server with its one disk changed.
    func withDisk(_ change: (inout Disk) -> Void) -> ServerProfile {
        var disk = Self.disk
        change(&disk)
        return with { $0.disks = .known([disk]) }
    }

    func withDevices(_ devices: String...) -> ServerProfile { with { $0.hardware.devices = .known(devices) } }
    func withModules(_ modules: String...) -> ServerProfile { with { $0.hardware.modules = .known(modules) } }
    func withAgents(_ agents: String...) -> ServerProfile { with { $0.system.agents = .known(agents) } }

    func withMount(_ target: String, type: String, free: UInt64 = 1 << 30, inodes: UInt64? = 1000) -> ServerProfile {
        with {
            $0.mounts = .known([
                Mount(
                    source: "/dev/x", target: target, type: type, options: "rw", bytes: 10 << 30,
                    usedBytes: 10 << 30 - free, freeInodes: inodes)
            ])
        }
    }

    func withArray(active: Bool = true, degraded: Bool = false, format: String? = nil) -> ServerProfile {
        with {
            $0.storage?.raidArrays = .known([
                RAIDArray(
                    device: "/dev/md0", level: "raid1", members: ["/dev/sda1"], active: active, degraded: degraded,
                    firmwareFormat: format)
            ])
        }
    }

    func withKernels(_ kernels: Kernel...) -> ServerProfile { with { $0.boot.kernels = .known(kernels) } }

    func withFstab(_ spec: String, options: String = "defaults") -> ServerProfile {
        with {
            $0.fstab = .known([
                FstabEntry(spec: spec, mountPoint: "/data", type: "ext4", options: options, resolved: nil)
            ])
        }
    }
}
