import Estate
import Foundation
import Guestfs
import Testing

@testable import Adaptation

/// Systems that cannot be installed here, as STAND-INS: true file layout, package database and lists of modules; the
/// tool that would build an initramfs writes its arguments down. Nothing here boots.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct FamilyFlowTests {
    private struct Sight: Sendable {
        var name: String
        var system = ""
        var kernels: [String] = []
        var changes: [String] = []
        var again: [String] = []
        var undone = false
        var options = ""
        var words = ""
        var rebuiltAgain: [String] = []
        /// Links of the start that were not proved: after drivers were added, and after the tool built anew.
        var broken: [String] = []
        var brokenRebuilt: [String] = []
        var failure: String?
    }

    /// Each with the words that its tool must get.
    private static let families: [(name: String, words: String)] = [
        ("debian-12", "/usr/sbin/update-initramfs -u -k 6.1.0-1-amd64"),
        ("ubuntu-22.04", "/usr/sbin/update-initramfs -u -k "),
        ("rhel-5", "/sbin/mkinitrd -f --with=virtio_pci"), ("centos-6", "/sbin/dracut --force --add-drivers"),
        ("centos-7", "/usr/sbin/dracut --force --no-hostonly"), ("rocky-8", "/usr/bin/dracut --force --no-hostonly"),
        ("alma-9", "/usr/bin/dracut --force --no-hostonly"), ("oracle-10", "/usr/bin/dracut --force"),
        ("fedora-40", "/usr/bin/dracut --force"), ("sles-11", "/sbin/mkinitrd -k /boot/vmlinuz-3.0.101-108-default -i"),
        ("sles-12", "/usr/bin/dracut --force"), ("sles-15", "/usr/bin/dracut --force"),
        ("opensuse-15", "/usr/bin/dracut --force"),
        ("arch", "/usr/bin/mkinitcpio -k 6.9.1-arch1-1 -g /boot/initramfs-linux.img"),
    ]

    private func see(_ session: Session, _ name: String, _ number: Int, _ lab: AdaptationLab) -> Sight {
        var sight = Sight(name: name)
        do {
            try session.unmountAll()
            let device = "/dev/sd\(String(UnicodeScalar(UInt8(97 + number))))1"
            let volume = GuestVolume(
                device: device, disk: 0, partition: 1, type: "ext4", uuid: try session.identity(of: device)["UUID"])
            let disk = GuestDisk(format: "raw", location: .file(name))
            func collector(_ method: InitramfsMethod) -> FactCollector {
                FactCollector(session: session, target: .kvm, disks: [disk], keys: [], profile: nil, method: method)
            }
            let applier = Applier(session: session, guest: name)
            let facts = try collector(.append).collect([volume])
            let before = try AdaptationLab.sums(session, lab.folder + "/sums")
            let draft = Deciders.decide(facts)
            try applier.apply(draft)
            sight.system = facts.system.title
            sight.kernels = draft.facts.kernels.map { KernelReport($0, draft.facts).drivers }
            sight.changes = draft.changes.map(\.path)
            sight.options = draft.facts.files.filter { $0.value.text.contains("root=") }.map(\.value.text).joined()
            let after = try collector(.append).refreshed(facts)
            sight.again = Deciders.decide(after).changes.map(\.path)
            sight.broken = broken(after)
            _ = try Undoer(applier).undo()
            sight.undone = try AdaptationLab.sums(session, lab.folder + "/sums") == before
            var fresh = try collector(.rebuild).refreshed(facts)
            fresh.method = .rebuild
            try applier.apply(Deciders.decide(fresh))
            sight.words = String(decoding: try session.read("/var/lib/stand-in.log") ?? [], as: UTF8.self)
            let rebuilt = try collector(.rebuild).refreshed(fresh)
            sight.rebuiltAgain = Deciders.decide(rebuilt).changes.map(\.path)
            sight.brokenRebuilt = broken(rebuilt)
        } catch {
            sight.failure = "\(error)"
        }
        return sight
    }

    private func broken(_ facts: GuestFacts) -> [String] {
        BootProver(facts: facts).chain().links.filter { !$0.isProved }.map { "\($0.kind): \($0.evidence)" }
    }

    /// What a user loses if it fails: a server of one family that does not boot afterwards, or one that would boot and
    /// cannot be converted.
    @Test(.timeLimit(.minutes(20)))
    func `fourteen systems of every family are adapted, undone, and rebuilt by their own tool`()
        async throws
    {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("families.sh")
        let drives = Self.families.map {
            Drive(.file("\(lab.cache)/family-\($0.name).img"), format: "raw", readOnly: true)
        }
        let sights = try await Appliance.run(drives) { session in
            Self.families.enumerated().map { see(session, $1.name, $0, lab) }
        }
        for (sight, family) in zip(sights, Self.families) {
            print(
                "\(sight.name): \(sight.system), \(sight.kernels), \(sight.changes.count) changes, \(sight.words.prefix(90))"
            )
            #expect(sight.failure == nil, "\(sight.name)")
            // Their initramfs loads no added drivers: this is said, and a rebuild is advised.
            let isFixed = ["rhel-5", "sles-11", "arch"].contains(sight.name)
            let drivers = isFixed ? "none" : "appended"
            #expect(!sight.kernels.isEmpty && sight.kernels.allSatisfy { $0 == drivers }, "\(sight.name)")
            #expect(
                sight.broken.map { $0.prefix(8) } == (isFixed ? ["drivers:"] : []), "\(sight.name): \(sight.broken)")
            #expect(sight.brokenRebuilt == [], "\(sight.name): its start after a rebuild")
            #expect(sight.changes.contains("/etc/fstab"), "\(sight.name)")
            #expect(sight.options.contains("root=UUID=") && !sight.options.contains("root=/dev/sda1"), "\(sight.name)")
            #expect(sight.again == [], "\(sight.name): a second run")
            #expect(sight.undone, "\(sight.name): undo")
            #expect(sight.words.contains(family.words), "\(sight.name)")
            #expect(sight.rebuiltAgain == [], "\(sight.name): a second rebuild")
        }
    }

    /// What a user loses if it fails: a locked file stops the adaptation half way, or is open afterwards.
    @Test(.timeLimit(.minutes(10))) func `files that are locked are changed, locked again, and restored`() async throws
    {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("families.sh")
        let drive = Drive(.file("\(lab.cache)/family-debian-12.img"), format: "raw", readOnly: true)
        let seen = try await Appliance.run([drive]) { session in
            let volume = GuestVolume(
                device: "/dev/sda1", disk: 0, partition: 1, type: "ext4",
                uuid: try session.identity(of: "/dev/sda1")["UUID"])
            let disk = GuestDisk(format: "raw", location: .file("debian-12"))
            let collector = FactCollector(session: session, target: .kvm, disks: [disk], keys: [], profile: nil)
            _ = try collector.collect([volume])
            try session.setFlags("i", of: "/etc/fstab", clear: false)
            let before = try session.checksum(of: "/etc/fstab")
            let applier = Applier(session: session, guest: "debian-12")
            try applier.apply(Deciders.decide(try collector.collect([volume])))
            let changed = (try session.checksum(of: "/etc/fstab"), session.flags(of: "/etc/fstab"))
            _ = try Undoer(applier).undo()
            return (before, changed, try session.checksum(of: "/etc/fstab"), session.flags(of: "/etc/fstab"))
        }
        #expect(seen.1.0 != seen.0)
        #expect(seen.1.1.contains("i"))
        #expect(seen.2 == seen.0)
        #expect(seen.3.contains("i"))
    }
}
