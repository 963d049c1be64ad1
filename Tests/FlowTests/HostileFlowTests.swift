import Estate
import Foundation
import Guestfs
import Testing

@testable import Adaptation

/// Disks of an attacker. What a user loses if these fail: the machine that converts, and with it the whole pool.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct HostileFlowTests {
    /// What came of one disk.
    private struct Sight: Sendable {
        var name: String
        var refused: String?
        var unreadable: [String]
        var changes: [String]
        var fstab: String
        /// Links of the start that are not proved, by which a conversion is stopped before the service is.
        var broken: [String] = []
    }

    /// Each is a Debian tree that is wrong in one way; `Tests/Layouts/hostile.sh` makes them.
    private static let attacks = [
        "link-out", "link-absolute", "fifo", "device", "sparse", "fstab", "names", "words", "cycle", "crowd", "modules",
        "record",
    ]
    private static let canary = "/tmp/p2v-hostile-canary"

    private func image(_ name: String, _ lab: AdaptationLab) -> String { "\(lab.cache)/hostile-\(name).img" }

    private func see(_ session: Session, _ name: String, _ number: Int) -> Sight {
        let letter = String(UnicodeScalar(UInt8(97 + number)))
        let volume = GuestVolume(
            device: "/dev/sd\(letter)1", disk: 0, partition: 1, type: "ext4", uuid: Fixtures.uuid)
        let disk = GuestDisk(format: "raw", location: .file(name))
        var sight = Sight(name: name, refused: nil, unreadable: [], changes: [], fstab: "")
        do {
            try session.unmountAll()
            let collector = FactCollector(session: session, target: .kvm, disks: [disk], keys: [], profile: nil)
            let facts = try collector.collect([volume])
            sight.unreadable = facts.unreadable.keys.sorted()
            let draft = Deciders.decide(facts)
            try Applier(session: session, guest: name).apply(draft)
            sight.changes = draft.changes.map(\.path)
            let links = BootProver(facts: try collector.refreshed(facts)).chain().links
            sight.broken = links.filter { !$0.isProved }.map(\.kind.rawValue)
            sight.fstab = facts.files["/etc/fstab"]?.text ?? ""
            _ = try Undoer(Applier(session: session, guest: name)).undo()
        } catch {
            sight.refused = "\(error)"
        }
        return sight
    }

    private enum Fixtures {
        static let uuid = "11111111-2222-3333-4444-555555555555"
    }

    @Test(.timeLimit(.minutes(15))) func `twelve hostile guests are refused or adapted, and this machine is as it was`()
        async throws
    {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("hostile.sh")
        try FileManager.default.createDirectory(atPath: Self.canary, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: Self.canary) }
        try "sings".write(toFile: Self.canary + "/grub.cfg", atomically: true, encoding: .utf8)
        let shadow = try Data(contentsOf: URL(fileURLWithPath: "/etc/shadow"))
        let drives = Self.attacks.map { Drive(.file(image($0, lab)), format: "raw", readOnly: true) }
        let sights = try await Appliance.run(drives) { session in
            Self.attacks.enumerated().map { see(session, $1, $0) }
        }
        for sight in sights { print(sight) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: Self.canary) == ["grub.cfg"])
        #expect(try String(contentsOfFile: Self.canary + "/grub.cfg", encoding: .utf8) == "sings")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "/etc/shadow")) == shadow)
        let byName = Dictionary(uniqueKeysWithValues: sights.map { ($0.name, $0) })
        for name in ["fifo", "device", "sparse"] {
            #expect(byName[name]?.unreadable.contains("/etc/fstab") == true, "\(name) is said")
        }
        #expect(byName["link-out"]?.fstab == "", "a link out of the root leads nowhere")
        #expect(byName["link-absolute"]?.changes.contains("/boot/grub/grub.cfg") == false)
        for name in ["names", "words", "crowd"] {
            #expect(byName[name]?.changes.contains("/etc/fstab") == true, "\(name)")
        }
        // What a trick leaves whole is proved; what it hides stops a conversion.
        let broken = byName.mapValues(\.broken)
        for name in ["names", "words", "crowd"] { #expect(broken[name] == [], "\(name)") }
        for name in ["fifo", "device", "sparse"] { #expect(broken[name] == ["mounts"], "\(name)") }
        #expect(broken["link-absolute"] == ["entry"])
        #expect(broken["modules"] == [], "planted paths are left out, and the kernel's own driver is there")
        #expect(byName["record"]?.refused?.contains("/etc") == true, "a planted record is refused")
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["corrupt", "table"])
    func `a damaged file system or partition table is refused with a reason`(name: String) async throws {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("hostile.sh")
        let disk = GuestDisk(format: "raw", location: .file(image(name, lab)))
        let failure = await #expect(throws: Failure.self) {
            try await Adapter(limitSeconds: 400).adapt(disks: [disk], dryRun: true)
        }
        print(failure.map { "\($0)" } ?? "no failure")
    }

    @Test(.timeLimit(.minutes(5))) func `an appliance that takes too long is ended, and nothing stays behind`()
        async throws
    {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("hostile.sh")
        let disk = GuestDisk(format: "raw", location: .file(image("fifo", lab)))
        let began = ContinuousClock.now
        let failure = await #expect(throws: Failure.self) {
            try await Adapter(limitSeconds: 3).adapt(disks: [disk], dryRun: true)
        }
        #expect(failure?.because.contains("3 seconds") == true)
        #expect(ContinuousClock.now - began < .seconds(240))
    }
}
