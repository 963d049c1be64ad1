import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the guest's own tool is called with words that it does not know, or twice.
@Suite struct InitramfsRebuildTests {
    private static let modules = [KernelModule(path: "a/virtio_blk.ko", needs: [])]

    private func facts(_ tool: String, id: String, version: String = "9") -> GuestFacts {
        let kernel = GuestKernel(
            version: "5.14", initramfs: GuestInitramfs(path: "/boot/i-5.14", bytes: 9, compression: .gzip),
            drivers: ["virtio_blk": .module(Self.modules), "virtio_pci": .builtIn])
        var facts = Fixtures.facts(
            system: GuestSystem(id: id, version: version, title: id), paths: [tool], kernels: [kernel])
        facts.method = .rebuild
        return facts
    }

    private func command(_ facts: GuestFacts) -> [String]? {
        let draft = Fixtures.decide(InitramfsRebuilds(), facts)
        #expect(Fixtures.leavesNothing(InitramfsRebuilds(), after: draft))
        guard case .rebuild(let plan)? = draft.operations.first else { return nil }
        return plan.command
    }

    @Test(arguments: [
        ("/usr/sbin/update-initramfs", "debian", "12", "-u -k 5.14"),
        ("/usr/bin/dracut", "rhel", "9.2", "--force --no-hostonly --add-drivers virtio_blk /boot/i-5.14 5.14"),
        ("/sbin/dracut", "centos", "6.10", "--force --add-drivers virtio_blk /boot/i-5.14 5.14"),
        ("/sbin/mkinitrd", "sles", "11.4", "-k /boot/vmlinuz-5.14 -i /boot/i-5.14 -m virtio_blk"),
        ("/sbin/mkinitrd", "rhel", "5.11", "-f --with=virtio_blk /boot/i-5.14 5.14"),
        ("/usr/bin/mkinitcpio", "arch", "", "-k 5.14 -g /boot/i-5.14"),
    ])
    func `cases 32 and 33: each family's tool gets its own words`(
        tool: String, id: String, version: String, words: String
    ) {
        #expect(command(facts(tool, id: id, version: version)) == [tool] + words.split(separator: " ").map(String.init))
    }

    @Test func `nothing is appended where a rebuild was asked for`() {
        let draft = Fixtures.decide(InitramfsDrivers(), facts("/usr/bin/dracut", id: "fedora"))
        #expect(draft.changes.isEmpty)
    }

    @Test func `an initramfs with added drivers is not built anew over them`() {
        var facts = facts("/usr/bin/dracut", id: "fedora")
        facts.kernels[0].initramfs?.mark = DriverMark(
            target: .kvm, modules: ["virtio_blk"], originalBytes: 9, placement: .appended)
        let draft = Fixtures.decide(InitramfsRebuilds(), facts)
        #expect(draft.changes.isEmpty)
        #expect(draft.concerns.map(\.id) == ["initramfs-appended"])
    }

    @Test(arguments: [("/sbin/mkinitrd", false), ("/usr/bin/mkinitcpio", false), ("/usr/bin/dracut", true)])
    func `drivers are added only where the initramfs loads them`(tool: String, adds: Bool) {
        var facts = facts(tool, id: "x")
        facts.method = .append
        let draft = Fixtures.decide(InitramfsDrivers(), facts)
        #expect(draft.changes.isEmpty == !adds)
        #expect(draft.concerns.map(\.id) == (adds ? [] : ["initramfs-without-hints"]))
    }

    @Test func `without a tool the way out is named`() {
        var facts = facts("/usr/bin/other", id: "unknown")
        facts.paths = []
        #expect(Fixtures.decide(InitramfsRebuilds(), facts).concerns.map(\.id) == ["no-initramfs-tool"])
    }

    @Test func `a rebuilt file's original is what undo restores, whatever is added later`() {
        var record = AdaptationRecord()
        record.add(.init(path: "/boot/i", kind: .edited))
        record.add(.init(path: "/boot/i", kind: .appended, bytes: 7))
        #expect(record.entries == [.init(path: "/boot/i", kind: .edited)])
    }
}
