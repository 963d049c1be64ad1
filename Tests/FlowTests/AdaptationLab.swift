import Estate
import Foundation
import Guestfs
import Shell

@testable import Adaptation

/// Real Debian servers on disks of several layouts, each built once and kept (`P2V_LAYOUTS`), tried on overlays.
final class AdaptationLab: Sendable {
    /// A server's disks, as `Tests/Layouts/layout.sh` builds them.
    struct Layout: Sendable {
        var name: String
        var disks = 1
        var firmware = Firmware.bios
        var keys: [String] = []
        /// Fewer disks than the server has: one member of its mirror.
        var given: Int?
    }

    static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Layouts").path
    let cache = ProcessInfo.processInfo.environment["P2V_LAYOUTS"] ?? "/var/cache/p2v-layouts"
    let folder: String

    /// - Parameter rootfs: builds the Debian server, where it is not there yet.
    init(rootfs: Bool = true) async throws {
        folder = NSTemporaryDirectory() + "p2v-adapt-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
        if rootfs { try await build("rootfs.sh") }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs a script of `Tests/Layouts` on the cache; it does nothing where its part is there already.
    ///
    /// - Throws: ``Failure`` with all that the script says: the last lines of its log, and the command that failed.
    func build(_ script: String, _ arguments: String...) async throws {
        let output = try await Shell.run(Command(["bash", "\(Self.scripts)/\(script)", cache] + arguments))
        guard output.status == 0 else {
            throw Failure(
                "run \(script) \(arguments.joined(separator: " "))", on: cache, because: output.standardError,
                next: "see the log that it names")
        }
    }

    /// The layout's disks, each as an overlay that the test may write to.
    func disks(of layout: Layout) async throws -> [GuestDisk] {
        try await build("layout.sh", layout.name)
        var disks: [GuestDisk] = []
        for number in 0..<(layout.given ?? layout.disks) {
            let overlay = "\(folder)/\(layout.name)-\(number).qcow2"
            try await Shell.check(
                Command(
                    "qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b",
                    "\(cache)/\(layout.name)-\(number).img", overlay))
            disks.append(GuestDisk(format: "qcow2", location: .file(overlay)))
        }
        return disks
    }

    /// What one launch has shown of a layout.
    struct Sight: Sendable {
        var first: AdaptationReport
        var second: AdaptationReport
        /// Checksums of every file: as copied, adapted, adapted once more, undone, adapted again.
        var files: [[String: String]]
    }

    /// Adapts, adapts again, undoes and adapts, all in one launch, taking every file's checksum in between.
    func adapt(_ layout: Layout, _ disks: [GuestDisk], target: AdaptationTarget = .kvm) async throws -> Sight {
        let sums = "\(folder)/\(layout.name).sums"
        let run = AdaptationRun(
            target: target, disks: disks, keys: layout.keys, profile: nil, dryRun: false, report: { _ in })
        return try await Appliance.run(
            disks.map { $0.drive(readOnly: false) }, settings: ApplianceSettings(limitSeconds: 1500)
        ) { session in
            let collector = FactCollector(
                session: session, target: target, disks: disks, keys: layout.keys, profile: nil)
            _ = try collector.collect()
            var files = [try Self.sums(session, sums)]
            func perform() throws -> AdaptationReport {
                try session.unmountAll()
                let report = try run.perform(in: session, launch: 0)
                files.append(try Self.sums(session, sums))
                return report
            }
            let first = try perform()
            let second = try perform()
            _ = try Undoer(Applier(session: session, guest: layout.name)).undo()
            files.append(try Self.sums(session, sums))
            _ = try perform()
            return Sight(first: first, second: second, files: files)
        }
    }

    static let roundTrip: [AdaptationTarget] = [.kvm, .xen, .kvm]

    struct Trip: Sendable {
        var original: [String: String]
        var reports: [AdaptationReport]
        /// Checksums of every file after each adaptation, then undone, then adapted for KVM again.
        var files: [[String: String]]
    }

    /// From one hypervisor to the other and back, each adaptation as a run of its own in one launch.
    func roundTrip(_ disks: [GuestDisk]) async throws -> Trip {
        let sums = "\(folder)/trip.sums"
        return try await Appliance.run(
            disks.map { $0.drive(readOnly: false) }, settings: ApplianceSettings(limitSeconds: 1500)
        ) { session in
            _ = try FactCollector(session: session, target: .kvm, disks: disks, keys: [], profile: nil).collect()
            var trip = Trip(original: try Self.sums(session, sums), reports: [], files: [])
            func adapt(_ target: AdaptationTarget) throws {
                try session.unmountAll()
                let run = AdaptationRun(
                    target: target, disks: disks, keys: [], profile: nil, dryRun: false, report: { _ in })
                trip.reports.append(try run.perform(in: session, launch: 0))
                trip.files.append(try Self.sums(session, sums))
            }
            for target in Self.roundTrip { try adapt(target) }
            _ = try Undoer(Applier(session: session, guest: "trip")).undo()
            trip.files.append(try Self.sums(session, sums))
            try adapt(.kvm)
            return trip
        }
    }

    static func sums(_ session: Session, _ file: String) throws -> [String: String] {
        try session.checksums(below: "/", to: file)
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        return Dictionary(
            lines.map { line in
                let parts = line.split(separator: "  ", maxSplits: 1)
                return (String(parts.last ?? ""), String(parts.first ?? ""))
            }
        ) { first, _ in first }
    }
}
