import Estate
import Testing

/// A server that raises a concern, and one that comes near and does not.
struct ConcernCase: Sendable, CustomTestStringConvertible {
    var id: String
    var raises: ServerProfile
    var doesNot: ServerProfile

    init(_ id: String, raises: ServerProfile, doesNot: ServerProfile) {
        self.id = id
        self.raises = raises
        self.doesNot = doesNot
    }

    var testDescription: String { id }

    static let all: [ConcernCase] = machine + disks + system + field + windows

    private static let p = ServerProfile.plain

    private static let machine = [
        ConcernCase(
            "architecture", raises: p.with { $0.system.architecture = .known("ppc64le") },
            doesNot: p.with { $0.system.architecture = .known("i686") }),
        ConcernCase(
            "bond", raises: p.with { $0.interfaces = .known([bond]) }, doesNot: p),
        ConcernCase(
            "already-virtual", raises: p.with { $0.hardware.vendor = .known("QEMU") },
            doesNot: p.with { $0.hardware.vendor = .known("Dell Inc.") }),
        ConcernCase(
            "fibre-channel", raises: p.withDevices("pci:0c04 1077:2532 ISP2532"),
            doesNot: p.withDevices("pci:0c03 8086:3a37 USB")),
        ConcernCase(
            "gpu", raises: p.withDevices("pci:0302 10de:1eb8 Tesla T4"),
            doesNot: p.withDevices("pci:0300 10de:0fff Quadro")),
        ConcernCase(
            "gpu",
            raises: p.withDevices("pci:0300 10de:0fff Quadro").with { $0.hardware.modules = .known(["nvidia"]) },
            doesNot: p.withDevices("pci:0300 102b:0533 Matrox").with { $0.hardware.modules = .known(["nvidia"]) }),
        ConcernCase(
            "huge-pages", raises: p.with { $0.hardware.hugePageBytes = 4 << 30 },
            doesNot: p.with { $0.hardware.hugePageBytes = 1 << 30 }),
        ConcernCase(
            "licence-dongle", raises: p.withDevices("usb:00 0529:0001 HASP HL"),
            doesNot: p.withDevices("usb:09 1d6b:0002 Hub")),
        ConcernCase(
            "firmware-uuid",
            raises: p.with {
                $0.identity.dmiUUID = .unknown(because: "the firmware says only \"Not Settable\", as its maker left it")
            }, doesNot: p.with { $0.identity.dmiUUID = .unknown(because: "not root") }),
        ConcernCase(
            "network-unknown", raises: p.with { $0.interfaces = .unknown(because: "no sysfs") },
            doesNot: p.with { $0.interfaces = .known([bond]) }),
        ConcernCase(
            "network-unknown",
            raises: p.with {
                var card = bond
                (card.kind, card.mac, card.addresses) = ("physical", "80:00:02:08:fe:80:00:00", ["10.0.0.1/24"])
                $0.interfaces = .known([card])
            }, doesNot: p),
        ConcernCase("tape", raises: p.withModules("st"), doesNot: p.withModules("sd_mod", "stp")),
        ConcernCase("hardware-watchdog", raises: p.withModules("hpwdt"), doesNot: p.withModules("softdog")),
        ConcernCase("hardware-agent", raises: p.withAgents("hp-health"), doesNot: p.withAgents("bacula")),
    ]

    private static let disks = [
        ConcernCase(
            "cluster-file-system", raises: p.withMount("/shared", type: "ocfs2"),
            doesNot: p.withMount("/shared", type: "nfs")),
        ConcernCase("raid-degraded", raises: p.withArray(degraded: true), doesNot: p.withArray()),
        ConcernCase("raid-inactive", raises: p.withArray(active: false), doesNot: p.withArray()),
        ConcernCase("firmware-raid", raises: p.withArray(format: "imsm"), doesNot: p.withArray()),
        ConcernCase(
            "disk-too-large-for-vhd", raises: p.withDisk { $0.bytes = 2041 << 30 },
            doesNot: p.withDisk { $0.bytes = 2040 << 30 }),
        ConcernCase(
            "luks-bound-to-hardware", raises: p.with { $0.storage?.luksTokens = .known(["/dev/sda2": ["clevis"]]) },
            doesNot: p.with { $0.storage?.luksTokens = .known(["/dev/sda2": []]) }),
        ConcernCase(
            "free-space", raises: p.withMount("/boot", type: "ext2", free: 20 << 20),
            doesNot: p.withMount("/srv", type: "ext4", free: 20 << 20)),
        ConcernCase(
            "free-space", raises: p.withMount("/", type: "ext4", inodes: 7),
            doesNot: p.withMount("/", type: "btrfs", inodes: nil)),
        ConcernCase(
            "multipath",
            raises: p.with {
                $0.storage?.multipaths = .known([
                    Multipath(name: "mpatha", wwid: "36", paths: ["/dev/sdb", "/dev/sdc"])
                ])
            }, doesNot: p),
        ConcernCase(
            "disk-read-only", raises: p.withDisk { $0.readOnly = true }, doesNot: p),
        ConcernCase(
            "disk-4kn", raises: p.withDisk { $0.logicalSectorBytes = 4096 },
            doesNot: p.withDisk { $0.physicalSectorBytes = 4096 }),
        ConcernCase(
            "san-disk", raises: p.withDisk { $0.transport = "iscsi" }, doesNot: p.withDisk { $0.transport = "sata" }),
        ConcernCase(
            "fstab-name-unresolved", raises: p.withFstab("/dev/disk/by-path/pci-0000:00:1f.2"),
            doesNot: p.withFstab("UUID=1", options: "noauto")),
        ConcernCase("zfs-root", raises: p.withMount("/", type: "zfs"), doesNot: p.withMount("/tank", type: "zfs")),
    ]

    private static let system = [
        ConcernCase(
            "kernel-without-virtio", raises: p.withKernels(Kernel(version: "6.1.0-1-amd64", hasVirtio: false)),
            doesNot: p.withKernels(Kernel(version: "2.6.9", hasVirtio: false))),
        ConcernCase(
            "kernel-older-without-virtio", raises: p.withKernels(Kernel(version: "2.6.9", hasVirtio: false)),
            doesNot: p.withKernels(Kernel(version: "2.6.32", hasVirtio: true))),
        ConcernCase(
            "clock-skew", raises: p.with { $0.system.clockSkewSeconds = .known(-94_608_000) },
            doesNot: p.with { $0.system.clockSkewSeconds = .known(59) }),
        ConcernCase("cluster-member", raises: p.withAgents("pacemaker"), doesNot: p.withAgents("smartd")),
        ConcernCase("hypervisor", raises: p.withAgents("docker"), doesNot: p.withAgents("qemu-guest-agent")),
        ConcernCase("licence-server", raises: p.withAgents("flexlm"), doesNot: p.withAgents("bacula")),
        ConcernCase("scan-without-root", raises: p.with { $0.rights = "user" }, doesNot: p.with { $0.rights = "sudo" }),
        ConcernCase(
            "secure-boot", raises: p.with { $0.boot.secureBoot = .known(true) },
            doesNot: p.with { $0.boot.secureBoot = .unknown(because: "not root") }),
        ConcernCase(
            "serial-console", raises: p.with { $0.boot.kernelCommandLine = .known("ro console=ttyS1,115200") },
            doesNot: p.with { $0.boot.kernelCommandLine = .known("ro console=tty0 console=ttyS0") }),
        ConcernCase(
            "system-unknown", raises: p.with { $0.system.family = .known("gentoo") },
            doesNot: p.with { $0.system.family = .known("rocky") }),
    ]

    private static let bond = NetworkInterface(
        name: "bond0", kind: "bond", mac: "52:54:00:00:00:01", permanentMAC: nil, mtu: 1500, up: true, addresses: [],
        driver: nil, master: nil, megabits: nil, vlan: nil)
}
