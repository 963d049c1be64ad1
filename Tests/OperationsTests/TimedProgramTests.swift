import Estate
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Operations

/// A mail gateway that is away must not hold the pool's lease until somebody comes.
@Suite struct TimedProgramTests {
    private static func runner(_ words: [String], _ seconds: Double = 0.2) -> BalanceHookRunner {
        var runner = BalanceHookRunner(BalanceHooks(start: [words], limitSeconds: seconds)) { _ in }
        runner.grace = .milliseconds(100)
        return runner
    }

    private static func process(in file: String) -> pid_t? {
        defer { try? FileManager.default.removeItem(atPath: file) }
        return (try? String(contentsOfFile: file, encoding: .utf8)).flatMap {
            pid_t($0.trimmingCharacters(in: .newlines))
        }
    }

    /// Not even a zombie's: nobody here has to collect it.
    private static func lives(_ process: pid_t) -> Bool {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return status.map { !$0.contains("State:\tZ") } ?? false
    }

    @Test func `a hook that never ends is ended at its limit, and said`() async {
        let began = ContinuousClock.now
        let failures = await Self.runner(["sleep", "600"]).call(.start, [:])
        #expect(failures == ["hook sleep: it did not end within 0.2 s, and was ended"])
        #expect(.now - began < .seconds(300))
    }

    // A shell that waits for its children, all deaf to the request to end: the whole group has to go.
    @Test func `what a hook has started ends with it, also what does not listen`() async throws {
        let mark = NSTemporaryDirectory() + "p2v-hook-\(UUID().uuidString)"
        let script = "trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & echo $! > \(mark); wait"
        var child: pid_t?
        // A machine that is busy may end the hook before it has begun.
        for limit in [0.2, 2, 20] where child == nil {
            let failures = await Self.runner(["/bin/sh", "-c", script], limit).call(.start, [:])
            #expect(failures.count == 1)
            child = Self.process(in: mark)
        }
        let process = try #require(child)
        try await until("the child is gone") { !Self.lives(process) }
    }

    @Test func `a program whose detached child keeps its pipes open is not waited for`() async {
        let (began, mark) = (ContinuousClock.now, NSTemporaryDirectory() + "p2v-hook-\(UUID().uuidString)")
        let script = "setsid sleep 600 & echo $! > \(mark); exec sleep 600"
        _ = await Self.runner(["/bin/sh", "-c", script]).call(.start, [:])
        #expect(.now - began < .seconds(300))
        if let child = Self.process(in: mark) { kill(child, SIGKILL) }
    }

    @Test func `a hook that ends in time is told the facts and is no failure`() async throws {
        let file = NSTemporaryDirectory() + "p2v-hook-\(UUID().uuidString)"
        let failures = await Self.runner(["/bin/sh", "-c", "printf %s \"$P2V_PURPOSE\" > \(file)"], 30)
            .call(.start, ["purpose": "nightly"])
        #expect(failures.isEmpty)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "nightly")
    }

    @Test func `a hook's own exit code 124 is not called an overrun`() async {
        let failures = await Self.runner(["/bin/sh", "-c", "exit 124"], 30).call(.start, [:])
        #expect(failures == ["hook /bin/sh: exit code 124 "])
    }

    @Test(arguments: [0, -1, 4000, Double.nan])
    func `a limit that is none is refused`(_ seconds: Double) {
        var file = BalancePolicyFile()
        file.hooks = BalanceHooks(limitSeconds: seconds)
        #expect(throws: Failure.self) { try file.validate(source: "policy.yaml") }
    }

    @Test func `a refresh that hangs is ended, and the others follow`() async throws {
        let program = NSTemporaryDirectory() + "p2v-refresh-\(UUID().uuidString)"
        try "#!/bin/sh\ncase $4 in slow) exec sleep 600;; esac\n".write(
            toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        var failures: [String?] = []
        // A machine that is busy may need more time for the quick one.
        for limit in [0.2, 2, 20] where failures.last != .some(nil) {
            var refresh = NightRefresh(inventories: ["slow", "quick"], store: "/s", limit: .seconds(limit))
            refresh.program = program
            failures = try await refresh.run { _ in }.map(\.failure)
            #expect(failures.first == "it did not end within \(limit) s, and was ended")
        }
        #expect(failures.count == 2 && failures.last == .some(nil))
    }
}
