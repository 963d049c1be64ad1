import Estate
import Foundation
import Guestfs
import Testing

@testable import Adaptation

/// Windows, offline, on STAND-INS: true NTFS and true hives in the appliance, no Windows that could boot.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct WindowsFlowTests {
    /// What was seen of one system, in one launch.
    private struct Sight: Sendable {
        var first: WindowsRun.Outcome?
        var second: WindowsRun.Outcome?
        var start: RegistryValue?
        var filters: RegistryValue?
        var critical: Bool
        var database: Bool
        var script: String
        var files: [[String: String]]
        var refusal: String
    }

    private func see(_ session: Session, _ device: String, _ lab: AdaptationLab) throws -> Sight {
        var sight = Sight(critical: false, database: false, script: "", files: [], refusal: "")
        let volume = GuestVolume(device: device, disk: 0, partition: 1, type: "ntfs")
        let run = WindowsRun(
            target: .kvm, guest: device, drivers: WindowsDrivers(folder: lab.cache + "/virtio"), profile: nil,
            dryRun: false)
        let collector = WindowsCollector(session: session, target: .kvm, guest: device)
        do {
            _ = try collector.collect([volume])
            sight.files.append(try AdaptationLab.sums(session, lab.folder + "/sums"))
            sight.first = try run.perform(in: session, volumes: [volume])
            sight.files.append(try AdaptationLab.sums(session, lab.folder + "/sums"))
            sight.second = try run.perform(in: session, volumes: [volume])
            sight.files.append(try AdaptationLab.sums(session, lab.folder + "/sums"))
            try session.withHive(collector.hive(.system), write: false) {
                sight.start = session.registryValue("Start", of: ["ControlSet002", "Services", "viostor"])
                sight.filters = session.registryValue(
                    "UpperFilters", of: ["ControlSet002", "Control", "Class", "{4d36e967-e325-11ce-bfc1-08002be10318}"])
                sight.critical =
                    session.registryKey(
                        [
                            "ControlSet002", "Control", "CriticalDeviceDatabase",
                            "PCI#VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00",
                        ]) != nil
                sight.database =
                    session.registryKey(
                        ["DriverDatabase", "DeviceIds", "PCI", "VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00"]) != nil
            }
            sight.script = String(decoding: try session.read("/p2v/firstboot.cmd") ?? [], as: UTF8.self)
            _ = try Undoer(Applier(session: session, guest: device, recordPath: WindowsRun.recordPath)).undo()
            sight.files.append(try AdaptationLab.sums(session, lab.folder + "/sums"))
        } catch let failure as Failure {
            sight.refusal = failure.because
        }
        return sight
    }

    /// What a user loses if it fails: Windows stops with code 7B, or loses its address.
    @Test(.timeLimit(.minutes(15)))
    func `cases 58 to 65: Windows gets its drivers, is left alone by a second run, and is undone`()
        async throws
    {
        let lab = try await AdaptationLab(rootfs: false)
        try await lab.build("windows.sh")
        let drives = (0..<3).map { Drive(.file("\(lab.cache)/windows-\($0).img"), format: "raw", readOnly: true) }
        let sights = try await Appliance.run(drives) { session in
            try ["/dev/sda1", "/dev/sdb1", "/dev/sdc1"].map { try see(session, $0, lab) }
        }
        for (sight, isNew) in zip(sights.prefix(2), [true, false]) {
            #expect(sight.refusal == "")
            #expect(sight.start == .number(0))
            #expect(sight.filters?.texts == ["partmgr"])
            #expect(sight.database == isNew)
            #expect(sight.critical == !isNew)
            #expect(sight.script.contains("static 10.0.0.7 255.255.255.0"))
            #expect(sight.first?.plan.changes.isEmpty == false)
            #expect(sight.second?.plan.changes.map(\.path) == [])
            #expect(sight.files.count == 4)
            #expect(sight.files[1] != sight.files[0])
            #expect(sight.files[2] == sight.files[1])
            #expect(sight.files[3] == sight.files[0])
        }
        #expect(sights[2].refusal.contains("hibernated"))
    }
}
