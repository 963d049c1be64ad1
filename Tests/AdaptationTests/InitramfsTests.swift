import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the guest's kernel finds no disk, or an initramfs that worked is broken.
@Suite struct InitramfsTests {
    static let table = ModuleTable(
        dependencies: """
            kernel/drivers/virtio/virtio.ko: kernel/drivers/virtio/virtio_ring.ko
            kernel/drivers/virtio/virtio_ring.ko:
            kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko
            ../../etc/shadow:
            /etc/passwd.ko:
            """, builtIn: "kernel/drivers/virtio/virtio-pci.ko\n")

    private func kernel(_ compression: GuestInitramfs.Compression = .zstd, mark: DriverMark? = nil) -> GuestKernel {
        GuestKernel(
            version: "6.1.0-1",
            initramfs: GuestInitramfs(
                path: "/boot/initrd.img-6.1.0-1", bytes: 1001, compression: compression, mark: mark),
            drivers: ["virtio_blk": Self.table.driver("virtio_blk"), "virtio_pci": Self.table.driver("virtio_pci")])
    }

    private func makePlan(_ kernel: GuestKernel) -> DriverPlan? {
        let draft = Fixtures.decide(InitramfsDrivers(), Fixtures.facts(kernels: [kernel]))
        guard case .addDrivers(let plan)? = draft.operations.first else { return nil }
        #expect(Fixtures.leavesNothing(InitramfsDrivers(), after: draft))
        return plan
    }

    @Test func `a driver comes with all it needs, in the order of loading`() {
        guard case .module(let modules) = Self.table.driver("virtio_blk") else {
            Issue.record("virtio_blk is a module")
            return
        }
        #expect(modules.map { ModuleTable.name(of: $0.path) } == ["virtio_ring", "virtio", "virtio_blk"])
        #expect(Self.table.driver("virtio_pci") == .builtIn)
        #expect(Self.table.driver("virtio_scsi") == .missing)
    }

    @Test(arguments: ["shadow", "passwd"])
    func `a module path that leaves its folder is not a module`(name: String) {
        #expect(Self.table.driver(name) == .missing)
    }

    @Test(arguments: [
        (GuestInitramfs.Compression.gzip, DriverPlan.Placement.appended), (.zstd, .appended), (.xz, .appended),
        (.none, .appended), (.lz4, .prepended), (.lzma, .prepended), (.unknown, .prepended),
    ])
    func `case 33: the archive goes where this kernel can read it`(
        compression: GuestInitramfs.Compression, placement: DriverPlan.Placement
    ) {
        #expect(makePlan(kernel(compression))?.placement == placement)
    }

    @Test func `an initramfs that has the drivers from an earlier run is left alone`() throws {
        let first = try #require(makePlan(kernel()))
        #expect(makePlan(kernel(mark: first.mark)) == nil)
    }

    @Test func `drivers for another hypervisor replace those of an earlier run`() throws {
        let old = DriverMark(target: .xen, modules: ["xen_blkfront"], originalBytes: 900, placement: .appended)
        let plan = try #require(makePlan(kernel(mark: old)))
        #expect(plan.replaces == old)
        #expect(plan.originalBytes == 900)
    }

    @Test func `case 34: a kernel without the drivers is a concern, not a change`() {
        let bare = GuestKernel(version: "2.6.9", initramfs: nil, drivers: [:])
        let draft = Fixtures.decide(InitramfsDrivers(), Fixtures.facts(kernels: [bare]))
        #expect(draft.changes.isEmpty)
        #expect(draft.concerns.map(\.id) == ["no-kernel-with-drivers", "kernel-without-drivers"])
    }

    @Test func `the same plan gives the same bytes, and its mark is found in the last kilobyte`() throws {
        let plan = try #require(makePlan(kernel()))
        let modules = Dictionary(uniqueKeysWithValues: plan.modules.map { ($0.path, Array("elf".utf8)) })
        let archive = DriverArchive(plan: plan, modules: modules).bytes
        #expect(archive == DriverArchive(plan: plan, modules: modules).bytes)
        #expect(archive.count % 512 == 0)
        #expect(DriverMark(in: Array(archive.suffix(1024))) == plan.mark)
    }

    @Test func `an appended archive has no entry for a folder that may be a link`() throws {
        let plan = try #require(makePlan(kernel()))
        let names = CpioReader(DriverArchive(plan: plan, modules: [:]).bytes).names
        #expect(names.contains("lib/dracut/hooks/pre-udev/00-p2v.sh"))
        #expect(!names.contains("lib"))
        #expect(!names.contains("conf"))
        #expect(names.last == "TRAILER!!!")
    }
}
