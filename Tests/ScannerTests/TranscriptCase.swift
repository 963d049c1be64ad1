import Estate

/// What a transcript has to say.
struct TranscriptCase: Sendable, CustomStringConvertible {
    var name: String
    var system: String
    var loader: String
    /// Tool and its choice of modules.
    var initramfs: String
    var clock: String
    /// Disk → its volumes, in order.
    var disks: [String: [String]]
    /// Device of the root entry in fstab, resolved, and what lies on it.
    var root: String
    var interface: String
    var permanentMAC: String?
    var concerns: Set<String>
    /// Nobody but the scan itself talked to it.
    var isAlone = false

    var description: String { name }

    init(
        _ name: String, _ system: String, _ loader: String, _ initramfs: String, _ clock: String,
        disks: [String: [String]], root: String, interface: String, permanentMAC: String?, concerns: Set<String>
    ) {
        self.name = name
        self.system = system
        self.loader = loader
        self.initramfs = initramfs
        self.clock = clock
        self.disks = disks
        self.root = root
        self.interface = interface
        self.permanentMAC = permanentMAC
        self.concerns = concerns
    }

    private static let mac = "00:1f:29:c4:11:02"
    private static let debianDisks = ["/dev/sda": ["/dev/sda1", "/dev/sda2", "/dev/sda5"]]

    static let all: [TranscriptCase] = redHat + suse + debian + ubuntu + recorded

    private static let redHat = [
        TranscriptCase(
            "rhel5", "rhel 5.11", "grub-legacy", "mkinitrd hostonly", "local",
            disks: [
                "/dev/cciss/c0d0": ["/dev/cciss/c0d0p1", "/dev/cciss/c0d0p2", "/dev/mapper/VolGroup00-LogVol00"]
            ], root: "/dev/mapper/VolGroup00-LogVol00 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: mac,
            concerns: ["hardware-agent", "hardware-watchdog"]),
        TranscriptCase(
            "rhel6", "centos 6.10", "grub-legacy", "dracut hostonly", "utc",
            disks: [
                "/dev/sda": ["/dev/sda1", "/dev/md0", "/dev/sda2", "/dev/md1", "/dev/mapper/vg_app-lv_root"],
                "/dev/sdb": ["/dev/sdb1", "/dev/md0", "/dev/sdb2", "/dev/md1", "/dev/mapper/vg_app-lv_root"],
            ], root: "/dev/mapper/vg_app-lv_root ext4", interface: "bond0 10.1.0.5/24", permanentMAC: nil,
            concerns: ["raid-degraded", "bond", "disks-alike", "kernel-older-without-virtio"]),
        TranscriptCase(
            "rhel7", "centos 7", "grub2", "dracut hostonly", "utc",
            disks: ["/dev/sda": ["/dev/sda1", "/dev/sda2", "/dev/mapper/centos-root"]],
            root: "/dev/mapper/centos-root xfs", interface: "eno1 10.1.0.5/24", permanentMAC: mac, concerns: []),
        TranscriptCase(
            "rhel8", "rhel 8.10", "grub2", "dracut hostonly", "utc",
            disks: ["/dev/sda": ["/dev/sda1", "/dev/sda2", "/dev/mapper/rhel-root"]], root: "/dev/mapper/rhel-root xfs",
            interface: "eno1 10.1.0.5/24", permanentMAC: mac, concerns: ["secure-boot"]),
        TranscriptCase(
            "rhel9", "rhel 9.5", "grub2", "dracut hostonly", "utc",
            disks: [
                "/dev/nvme0n1": [
                    "/dev/nvme0n1p1", "/dev/nvme0n1p2", "/dev/mapper/luks-l9", "/dev/mapper/rhel-root",
                ]
            ], root: "/dev/mapper/rhel-root xfs", interface: "ens1f0 fd00::5/64", permanentMAC: "3c:fd:fe:00:00:01",
            concerns: ["luks-bound-to-hardware"]),
    ]

    private static let suse = [
        TranscriptCase(
            "sles11", "sles 11.4", "grub-legacy", "mkinitrd hostonly", "utc",
            disks: [
                "/dev/sda": ["/dev/sda1", "/dev/sda2"], "/dev/sdb": ["/dev/mapper/mpatha"],
            ], root: "/dev/sda2 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: mac,
            concerns: ["tape", "multipath", "cluster-member", "fibre-channel", "fstab-name-unresolved"]),
        TranscriptCase(
            "sles12", "sles 12.5", "grub2", "dracut hostonly", "utc", disks: ["/dev/sda": ["/dev/sda1", "/dev/sda2"]],
            root: "/dev/sda2 btrfs", interface: "eth0 10.1.0.5/24", permanentMAC: mac, concerns: []),
        TranscriptCase(
            "sles15", "sles 15.6", "grub2", "dracut hostonly", "utc", disks: ["/dev/sda": ["/dev/sda1", "/dev/sda2"]],
            root: "/dev/sda2 btrfs", interface: "eth0 10.1.0.5/24", permanentMAC: mac, concerns: []),
    ]

    private static let debian = [
        TranscriptCase(
            "debian6", "debian 6.0.10", "grub2", "initramfs-tools most", "utc", disks: debianDisks,
            root: "/dev/sda1 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "debian7", "debian 7", "grub2", "initramfs-tools dep", "utc", disks: debianDisks, root: "/dev/sda1 ext3",
            interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "debian8", "debian 8", "grub2", "initramfs-tools most", "utc", disks: debianDisks, root: "/dev/sda1 ext3",
            interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "debian9", "debian 9", "grub2", "initramfs-tools most", "utc", disks: debianDisks, root: "/dev/sda1 ext3",
            interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "debian10", "debian 10", "grub2", "initramfs-tools most", "utc", disks: debianDisks, root: "/dev/sda1 ext3",
            interface: "eno1 10.1.0.5/24", permanentMAC: nil, concerns: []),
    ]

    private static let ubuntu = [
        TranscriptCase(
            "ubuntu1004", "ubuntu 10.04", "grub2", "initramfs-tools most", "utc", disks: debianDisks,
            root: "/dev/sda1 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "ubuntu1204", "ubuntu 12.04", "grub2", "initramfs-tools most", "utc", disks: debianDisks,
            root: "/dev/sda1 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
        TranscriptCase(
            "ubuntu1404", "ubuntu 14.04", "grub2", "initramfs-tools most", "utc", disks: debianDisks,
            root: "/dev/sda1 ext3", interface: "eth0 10.1.0.5/24", permanentMAC: nil, concerns: []),
    ]

    /// Real kernels and userlands; see Tests/Transcripts/record.sh.
    private static let recorded = [
        TranscriptCase(
            "debian12", "debian 12", "grub2", "initramfs-tools dep", "utc", disks: sataDisks, root: "/dev/sda1 ext4",
            interface: "eth0 10.77.0.53/24", permanentMAC: "52:54:00:77:00:35", concerns: ["hardware-watchdog"]),
        qemu("debian11", "debian 11", concerns: ["hardware-watchdog"]),
        qemu("debian13", "debian 13", concerns: ["hardware-watchdog"]), qemu("ubuntu1604", "ubuntu 16.04"),
        qemu("ubuntu1804", "ubuntu 18.04"), qemu("ubuntu2004", "ubuntu 20.04"), qemu("ubuntu2204", "ubuntu 22.04"),
        qemu("ubuntu2404", "ubuntu 24.04"),
    ]

    private static let sataDisks = ["/dev/sda": ["/dev/sda1", "/dev/sda2"]]

    private static func qemu(_ name: String, _ system: String, concerns: Set<String> = []) -> TranscriptCase {
        var example = TranscriptCase(
            name, system, "grub2", "initramfs-tools most", "utc", disks: sataDisks, root: "/dev/sda1 ext4",
            interface: "enp0s1 10.1.0.5/24", permanentMAC: "00:1b:21:c4:11:02", concerns: concerns)
        example.isAlone = true
        return example
    }
}
