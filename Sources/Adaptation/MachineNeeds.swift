package import Estate

/// What the virtual machine must be like for this guest; its definition follows it (cases 15, 30, 35, 48).
package struct MachineNeeds: Sendable, Hashable, Codable {
    /// `virtio`, `xen`, `sata`.
    package var diskBus: String
    /// `virtio`, `xen`, `e1000`.
    package var cardModel: String
    package var firmware: Firmware
    /// The disk to boot from, from 0 in the order given.
    package var bootDisk: Int
    /// The lowest processor that the system runs on: `x86-64-v2`; nil for any.
    package var processor: String?
    /// The level as a number: 2 for `x86-64-v2`.
    package var processorLevel: Int? { processor.flatMap { Int($0.suffix(1)) } }
    /// `utc` or `localtime`.
    package var clock: String
    /// Bytes of a logical sector of each disk: 4096 for a disk that was copied from a 4Kn disk.
    package var sectorBytes: [Int]
    /// Where the guest's first console is: `ttyS0`, `hvc0`.
    package var console: String
    /// A kernel that may start knows virtio as it was before version 1 of its specification, and sees no device that speaks
    /// the new one alone; nil where nobody has looked.
    package var oldVirtio: Bool?

    init(_ facts: GuestFacts) {
        self.init(target: facts.target, firmware: facts.firmware, sectorBytes: facts.disks.map(\.sectorBytes))
        bootDisk = Self.bootDisk(facts)
        processor = Self.processor(facts.system)
        clock = facts.files["/etc/adjtime"]?.text.lines.contains("LOCAL") ?? false ? "localtime" : "utc"
        oldVirtio = facts.kernels.contains { !Self.knowsNewVirtio($0.version) }
    }

    /// For a copy that is not looked at.
    package init(target: AdaptationTarget, firmware: Firmware, sectorBytes: [Int]) {
        diskBus = target == .kvm ? "virtio" : target.isXen ? "xen" : "sata"
        cardModel = target == .kvm ? "virtio" : target.isXen ? "xen" : "e1000"
        self.firmware = firmware
        bootDisk = 0
        clock = "utc"
        self.sectorBytes = sectorBytes
        console = target.isXen ? "hvc0" : "ttyS0"
    }

    /// By evidence: the disk with an EFI system partition, or the first with a boot loader in its first sector.
    static func bootDisk(_ facts: GuestFacts) -> Int {
        switch facts.firmware {
        case .uefi: facts.volumes.first { $0.isSystemPartition }?.disk ?? 0
        case .bios: facts.disks.firstIndex { $0.hasBootCode } ?? 0
        }
    }

    /// Linux 4.0 was the first with virtio 1 (kernel, drivers/virtio/virtio_pci_modern.c). A version that cannot be read is
    /// taken for older: a transitional device serves both.
    static func knowsNewVirtio(_ version: String) -> Bool {
        guard let major = Int(version.prefix { $0.isASCII && $0.isNumber }) else { return false }
        return major >= 4
    }

    /// Red Hat's releases are built for a level of the architecture (x86-64 psABI, "microarchitecture levels").
    static func processor(_ system: GuestSystem) -> String? {
        let family = [system.id] + system.like
        guard family.contains(where: { ["rhel", "centos", "rocky", "almalinux", "ol"].contains($0) }),
            let major = system.version.split(separator: ".").first.flatMap({ Int($0) })
        else { return nil }
        return major >= 10 ? "x86-64-v3" : major == 9 ? "x86-64-v2" : nil
    }
}
