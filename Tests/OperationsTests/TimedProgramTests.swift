import Estate
import Foundation
import Testing

@testable import Operations

/// A mail gateway that is away must not hold the pool's lease until somebody comes.
@Suite struct TimedProgramTests {
    private static func runner(_ words: [String], _ seconds: Double = 1) -> BalanceHookRunner {
        var runner = BalanceHookRunner(BalanceHooks(start: [words], limitSeconds: seconds)) { _ in }
        runner.grace = .milliseconds(300)
        return runner
    }

    @Test func `a hook that never ends is ended at its limit, and said`() async {
        let began = ContinuousClock.now
        let failures = await Self.runner(["sleep", "600"]).call(.start, [:])
        #expect(failures == ["hook sleep: it did not end within 1.0 s, and was ended"])
        #expect(.now - began < .seconds(20))
    }

    // A shell that waits for its children, all deaf to the request to end: the whole group has to go.
    @Test func `what a hook has started ends with it, also what does not listen`() async throws {
        let mark = NSTemporaryDirectory() + "p2v-hook-\(UUID().uuidString)"
        let script = "trap '' TERM; (trap '' TERM; while :; do date > \(mark); sleep 0.1; done) & wait"
        let failures = await Self.runner(["/bin/sh", "-c", script]).call(.start, [:])
        #expect(failures.count == 1)
        try? FileManager.default.removeItem(atPath: mark)
        try await Task.sleep(for: .milliseconds(500))
        #expect(!FileManager.default.fileExists(atPath: mark), "the child still writes")
    }

    @Test func `a program whose detached child keeps its pipes open is not waited for`() async {
        let began = ContinuousClock.now
        _ = await Self.runner(["/bin/sh", "-c", "setsid sleep 20 & exec sleep 600"]).call(.start, [:])
        #expect(.now - began < .seconds(15))
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
        var refresh = NightRefresh(inventories: ["slow", "quick"], store: "/s", limit: .seconds(1))
        refresh.program = program
        let outcomes = try await refresh.run { _ in }
        #expect(outcomes.map(\.failure) == ["it did not end within 1.0 s, and was ended", nil])
    }
}
