import ConversionDoubles
import Estate
import Foundation
import Guestfs
import Shell
import Testing

@testable import Adaptation
@testable import Converter

/// The appliance that stands by, on disks of plain partitions, of LVM on an array, and thin ones. What a user loses if it
/// fails: a guest adapted by what its disk held before the last pass.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct StandbyFlowTests {
    static let guests = MatrixGuest.all.filter { ["12-mbr-ext4", "12-md-lvm", "12-thin"].contains($0.name) }

    @Test(.timeLimit(.minutes(40)), arguments: guests)
    func `it sees what came after its launch, and does what one that is launched later does`(guest: MatrixGuest)
        async throws
    {
        let lab = try await MatrixLab(guest)
        let (cold, standing) = (try await copies(lab, "cold"), try await copies(lab, "standing"))
        // When the appliance is launched the copy is not there yet: half of it is written, and then all of it is.
        for disk in standing {
            try await Shell.check(Command("truncate", "-s", "0", disk))
            let bytes = try size(of: disk.replacing("standing", with: "disk"))
            try await Shell.check(Command("truncate", "-s", "\(bytes)", disk))
            try await write(lab, disk, megabytes: Int(bytes >> 21))
        }
        let images = try standing.enumerated().map { number, disk in
            StandbyRequest.Image(
                location: disk, format: "raw", bytes: try size(of: disk), device: "/dev/sd\(["a", "b"][number])")
        }
        let profile = ServerProfile.test(guest.name, uuid: nil)
        let appliance = try await StandbyAppliance.launch(
            StandbyRequest(images: images, target: .kvm), Adapter(target: .kvm), profile: profile
        ) { _ in }
        for disk in standing { try await write(lab, disk) }
        let (byStandby, standbySeconds) = try await timed { try await appliance.adapt() }
        let (byItsOwn, seconds) = try await timed {
            try await Adapter(target: .kvm).adapt(disks: Self.guestDisks(cold), profile: profile)
        }
        print("standby | \(guest.name) | \(Int(standbySeconds)) s after the last pass, \(Int(seconds)) s with a launch")
        let changes = try #require(byStandby, "it was not fit").changes
        #expect(changes == byItsOwn.changes.count && changes > 0)
        #expect(try await files(standing) == files(cold), "every file of both guests is the same")
    }

    @Test(.timeLimit(.minutes(20)))
    func `a disk of another size than was said is not shown to it`() async throws {
        let lab = try await MatrixLab(try #require(Self.guests.first))
        let disk = try await copies(lab, "standing")[0]
        let image = StandbyRequest.Image(
            location: disk, format: "raw", bytes: try size(of: disk) - (1 << 20), device: "/dev/sda")
        let before = try await Shell.check(Command("sha256sum", disk))
        let appliance = try await StandbyAppliance.launch(
            StandbyRequest(images: [image], target: .kvm), Adapter(target: .kvm),
            profile: .test("standing", uuid: nil)
        ) { _ in }
        #expect(try await appliance.adapt() == nil, "the adaptation launches another one then")
        #expect(try await Shell.check(Command("sha256sum", disk)) == before)
    }

    @Test(.timeLimit(.minutes(20)))
    func `one whose time was over before the last pass is not fit, and has changed nothing`() async throws {
        let lab = try await MatrixLab(try #require(Self.guests.first))
        let disk = try await copies(lab, "standing")[0]
        let image = StandbyRequest.Image(
            location: disk, format: "raw", bytes: try size(of: disk), device: "/dev/sda")
        let before = try await Shell.check(Command("sha256sum", disk))
        let appliance = try await StandbyAppliance.launch(
            StandbyRequest(images: [image], target: .kvm), Adapter(target: .kvm, limitSeconds: 150),
            profile: .test("standing", uuid: nil)
        ) { _ in }
        try await Task.sleep(for: .seconds(155))
        #expect(try await appliance.adapt() == nil, "the adaptation launches another one then")
        #expect(try await Shell.check(Command("sha256sum", disk)) == before)
    }

    private func copies(_ lab: MatrixLab, _ name: String) async throws -> [String] {
        var copies: [String] = []
        for number in 0..<lab.guest.disks {
            copies.append("\(lab.folder)/\(name)-\(number).img")
            try await Shell.check(Command("cp", "--sparse=always", "\(lab.folder)/disk-\(number).img", copies[number]))
        }
        return copies
    }

    /// In place, as a pass does.
    private func write(_ lab: MatrixLab, _ disk: String, megabytes: Int? = nil) async throws {
        let source = disk.replacing("standing", with: "disk")
        let count = megabytes.map { ["count=\($0)"] } ?? []
        try await Shell.check(
            Command(["dd", "if=\(source)", "of=\(disk)", "bs=1M", "conv=notrunc,fsync", "status=none"] + count))
    }

    private func size(of path: String) throws -> UInt64 {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        return try #require(size).uint64Value
    }

    private func timed<Value>(_ work: () async throws -> Value) async throws -> (Value, Double) {
        let clock = ContinuousClock()
        let start = clock.now
        let value = try await work()
        return (value, (clock.now - start) / .seconds(1))
    }

    private static func guestDisks(_ paths: [String]) -> [GuestDisk] {
        zip(paths, ["/dev/sda", "/dev/sdb"]).map { GuestDisk(format: "raw", location: .file($0), sourceDevice: $1) }
    }

    /// Checksums of every file, but for the record of the adaptation, which has a time in it.
    private func files(_ disks: [String]) async throws -> [String: String] {
        let sums = disks[0] + ".sums"
        return try await Appliance.run(
            Self.guestDisks(disks).map { $0.drive(readOnly: true) }, settings: ApplianceSettings(limitSeconds: 900)
        ) { session in
            _ = try FactCollector(
                session: session, target: .kvm, disks: Self.guestDisks(disks), keys: [], profile: nil
            ).collect()
            return try AdaptationLab.sums(session, sums)
        }.filter { !$0.key.contains("p2v") }
    }
}
