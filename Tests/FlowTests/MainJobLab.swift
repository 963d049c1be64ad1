import Foundation
import Shell
import Testing

@testable import Lab

/// The lab that the flow tests share, driven as an operator drives it: by running `p2v` in its console.
struct MainJobLab {
    let lab: Lab
    let program: String
    let folder: String

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        lab = Lab(try LabSettings(cache: environment["P2V_LAB_CACHE"] ?? LabSettings.defaultCache))
        program = environment["P2V_BIN"] ?? FileManager.default.currentDirectoryPath + "/.build/debug/p2v"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-main-job").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    var plan: String { folder + "/plan.yaml" }

    /// `p2v …` in the console.
    func p2v(_ arguments: String...) async throws -> Output {
        try await Shell.run(lab.console([program] + arguments))
    }

    /// `p2v …` in the console, sent a signal after a while.
    func p2v(_ arguments: [String], interruptedBy signal: Int32, when isTime: () async throws -> Bool) async throws
        -> Int32
    {
        let command = try lab.console([program] + arguments)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command.arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            command.environment.compactMapValues { $0 }, uniquingKeysWith: { $1 })
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning, try await !isTime() { try await Task.sleep(for: .milliseconds(200)) }
        // The console's first process becomes p2v itself, so this signal reaches p2v and not a shell around it.
        kill(process.processIdentifier, signal)
        let end = ContinuousClock.now + .seconds(60)
        while process.isRunning, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(100)) }
        guard !process.isRunning else {
            kill(process.processIdentifier, SIGKILL)
            Issue.record("p2v did not end within a minute of signal \(signal)")
            return -1
        }
        return process.terminationStatus
    }

    /// Bytes that an image's file takes on the SR's disk, looked at from outside of p2v.
    func allocated(_ name: String) -> Int {
        var status = stat()
        return stat(lab.layout.state + "/sr/" + name, &status) == 0 ? Int(status.st_blocks) * 512 : 0
    }

    func checksumOfSource() async throws -> String {
        try await Shell.check(Command("sha256sum", lab.layout.serverDisk()))
    }

    func resolve(_ name: String) async throws -> String {
        try await Shell.run(lab.console(["dig", "+short", "@10.77.0.53", name])).text
    }
}
