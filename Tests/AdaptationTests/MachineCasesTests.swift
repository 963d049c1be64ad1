import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: a virtual machine is defined that cannot run the guest.
@Suite struct MachineCasesTests {
    private func header(alternate: UInt64, sectorBytes: Int) -> [UInt8] {
        var head = [UInt8](repeating: 0, count: 2 * sectorBytes)
        head.replaceSubrange(sectorBytes..<(sectorBytes + 8), with: Array("EFI PART".utf8))
        for byte in 0..<8 { head[sectorBytes + 32 + byte] = UInt8(truncatingIfNeeded: alternate >> UInt64(8 * byte)) }
        return head
    }

    @Test func `case 15: sectors of 4096 bytes are told by where the partition table stands`() {
        #expect(GuestDisk.sectorBytes(head: header(alternate: 9, sectorBytes: 512)) == 512)
        #expect(GuestDisk.sectorBytes(head: header(alternate: 9, sectorBytes: 4096) + [0, 0]) == 4096)
        #expect(GuestDisk.sectorBytes(head: [1, 2, 3]) == nil)
    }

    @Test(arguments: [(AdaptationTarget.kvm, Concern.Severity.warning), (.xenserver, .critical)])
    func `case 15: a 4Kn disk needs a virtual disk of its kind, and has no place in a VHD`(
        target: AdaptationTarget, severity: Concern.Severity
    ) {
        var facts = Fixtures.facts(target: target)
        facts.disks = [DiskFacts(device: "/dev/sda", sectorBytes: 4096)]
        let draft = Fixtures.decide(SectorSize(), facts)
        #expect(draft.concerns.map(\.severity) == [severity])
        #expect(MachineNeeds(facts).sectorBytes == [4096])
    }

    @Test func `case 16: the copy of a GPT goes to the end of a disk that has grown`() {
        let bytes: UInt64 = 1 << 20
        var facts = Fixtures.facts()
        facts.disks = [
            DiskFacts(
                device: "/dev/sda", head: header(alternate: 2047, sectorBytes: 512), sectorBytes: 512, bytes: bytes),
            DiskFacts(
                device: "/dev/sdb", head: header(alternate: 2043, sectorBytes: 512), sectorBytes: 512, bytes: bytes),
            DiskFacts(device: "/dev/sdc", head: [], sectorBytes: 512, bytes: bytes),
        ]
        let draft = Fixtures.decide(PartitionTableEnd(), facts)
        #expect(draft.operations == [.moveBackupTable(device: "/dev/sdb")])
        #expect(Fixtures.leavesNothing(PartitionTableEnd(), after: draft))
    }

    @Test func `case 30: the disk with the boot loader is the one to boot from`() {
        var code = [UInt8](repeating: 0, count: 1024)
        (code[0], code[510], code[511]) = (0xEB, 0x55, 0xAA)
        var facts = Fixtures.facts()
        facts.disks = [
            DiskFacts(device: "/dev/sda", head: [UInt8](repeating: 0, count: 1024), sectorBytes: 512, bytes: 1 << 20),
            DiskFacts(device: "/dev/sdb", head: code, sectorBytes: 512, bytes: 1 << 20),
        ]
        #expect(MachineNeeds(facts).bootDisk == 1)
        facts.firmware = .uefi
        facts.volumes.append(
            GuestVolume(
                device: "/dev/sdc1", disk: 2, partition: 1, type: "vfat",
                partitionType: "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"))
        #expect(MachineNeeds(facts).bootDisk == 2)
    }

    @Test(arguments: [
        ("rhel", "9.2", "x86-64-v2"), ("rocky", "10.0", "x86-64-v3"), ("ol", "8.9", nil), ("debian", "12", nil),
    ])
    func `case 35: a system that needs a newer processor says so`(id: String, version: String, level: String?) {
        #expect(MachineNeeds.processor(GuestSystem(id: id, version: version, title: id)) == level)
    }

    @Test func `case 48: a clock in local time stays one`() {
        #expect(MachineNeeds(Fixtures.facts(["/etc/adjtime": "0 0 0\n0\nLOCAL\n"])).clock == "localtime")
        #expect(MachineNeeds(Fixtures.facts(["/etc/adjtime": "0 0 0\n0\nUTC\n"])).clock == "utc")
    }

    @Test func `case 34: a system that nobody knows is left untouched, and says what it needs`() {
        let report = Adapter.raw(disks: [GuestDisk(format: "raw", location: .file("/nowhere"))], profile: nil)
        #expect(report.launches == 0)
        #expect(report.isUnchanged)
        #expect(report.machine.diskBus == "sata")
        #expect(report.machine.cardModel == "e1000")
        #expect(report.concerns.map(\.id) == ["firmware-unknown"])
    }

    @Test func `case 34: when no kernel has the drivers, the way out is named`() {
        let kernels = [GuestKernel(version: "2.4.21", initramfs: nil, drivers: [:])]
        let draft = Fixtures.decide(InitramfsDrivers(), Fixtures.facts(kernels: kernels))
        let concern = draft.concerns.first { $0.id == "no-kernel-with-drivers" }
        #expect(concern?.severity == .critical)
        #expect(concern?.advice.contains("--raw") == true)
    }

    @Test func `case 55: an interrupted package manager is said, and left alone`() {
        let draft = Fixtures.decide(PackageState(), Fixtures.facts(paths: ["/var/lib/dpkg/updates/0001"]))
        #expect(draft.concerns.map(\.id) == ["packages-interrupted"])
        #expect(draft.changes.isEmpty)
    }

    @Test(arguments: [("/etc/lilo.conf", "lilo"), ("/boot/efi/EFI/Linux/arch.efi", "unified-kernel-image")])
    func `case 29: a loader that cannot be changed here is said`(path: String, id: String) {
        let draft = Fixtures.decide(BootLoaderNames(), Fixtures.facts(paths: [path]))
        #expect(draft.concerns.map(\.id) == [id])
    }

    @Test func `case 52: a move keeps who the server is`() {
        let facts = Fixtures.facts(
            ["/etc/fstab": "/dev/sda1 / ext4 x 0 1\n"],
            paths: ["/etc/machine-id", "/etc/ssh/ssh_host_rsa_key", "/etc/hostname"])
        #expect(Deciders.decide(facts).changes.map(\.path) == ["/etc/fstab"])
    }

    @Test func `case 63: no decider can write a boot sector or a partition's number`() {
        let facts = Fixtures.facts(["/etc/fstab": "/dev/sda1 / ext4 x 0 1\n"])
        let devices = Deciders.decide(facts).operations.filter { if case .moveBackupTable = $0 { true } else { false } }
        #expect(devices.isEmpty)
    }
}
