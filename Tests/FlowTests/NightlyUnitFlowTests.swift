import Foundation
import Shell
import Testing

/// The nightly job's unit, as `systemd` itself reads it.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct NightlyUnitFlowTests {
    private static let hasSystemd = FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")

    // A unit that systemd refuses is a night that never runs, and nobody is told.
    @Test(.enabled(if: hasSystemd, "needs systemd-analyze, of Debian's package systemd"))
    func
        `systemd accepts the unit and the timer, and calls the unit's exposure small`() async throws
    {
        let folder = NSTemporaryDirectory() + "p2v-units-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let program =
            ProcessInfo.processInfo.environment["P2V_BIN"] ?? FileManager.default.currentDirectoryPath
            + "/.build/debug/p2v"
        let words = ["nightly", "install", "--into", folder, "--folder", folder + "/state", "--at", "02:30"]
        let installed = try await Shell.run(Command([program] + words + ["--scan", "servers.txt"]))
        #expect(installed.status == 0, "\(installed.standardError)")
        let units = ["\(folder)/p2v-nightly.service", "\(folder)/p2v-nightly.timer"]
        let verified = try await Shell.run(Command(["systemd-analyze", "verify", "--man=no"] + units))
        #expect(verified.status == 0 && verified.standardError.isEmpty, "\(verified.standardError)")
        let judged = try await Shell.run(
            Command(["systemd-analyze", "security", "--offline=true", "--threshold=25", units[0]]))
        print(judged.text.split(separator: "\n").last.map(String.init) ?? "no score")
        #expect(judged.status == 0, "\(judged.text)\(judged.standardError)")
    }
}
