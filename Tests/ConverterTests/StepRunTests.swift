@testable import Converter
import Estate
import Testing

/// If these fail, an operator loses work after a crash, or a service stays stopped on the server.
@Suite struct `A run of steps` {
    let journal = MemoryJournal()
    let trace = Trace()

    @Test func `performs every step once, in order`() async throws {
        try await run("a", "b", "c").perform(resume: false)
        #expect(trace.lines == ["run a", "run b", "run c"])
    }

    @Test func `goes on where it stopped`() async throws {
        await #expect(throws: Failure.self) { try await run("a", "!b", "c").perform(resume: false) }
        try await run("a", "b", "c").perform(resume: true)
        #expect(trace.lines == ["run a", "run b", "run b", "run c"])
    }

    @Test func `is not started anew over an unfinished one`() async throws {
        await #expect(throws: Failure.self) { try await run("a", "!b").perform(resume: false) }
        let refusal = await #expect(throws: Failure.self) { try await run("a", "b").perform(resume: false) }
        #expect(refusal?.exit == .refused)
        #expect(refusal?.next.contains("--resume") == true)
        #expect(trace.lines == ["run a", "run b"])
    }

    @Test func `starts the service again when a later step fails, and repeats the stop on resume`() async throws {
        await #expect(throws: Failure.self) { try await run("a", "stop*", "!c").perform(resume: false) }
        #expect(trace.lines == ["run a", "run stop*", "run !c".replacing("!", with: ""), "release stop*"])
        trace.clear()
        try await run("a", "stop*", "c").perform(resume: true)
        #expect(trace.lines == ["run stop*", "run c"])
    }

    @Test func `does not start the service again once the source is off`() async throws {
        await #expect(throws: Failure.self) { try await run("stop*", "off.", "!boot").perform(resume: false) }
        #expect(trace.lines == ["run stop*", "run off.", "run boot"])
    }

    @Test func `releases also when the operator presses Ctrl-C`() async throws {
        let work = Task { try await run("stop*", "sleep").perform(resume: false) }
        while !trace.lines.contains("run sleep") { await Task.yield() }
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(trace.lines == ["run stop*", "run sleep", "release stop*"])
    }

    @Test func `is undone last step first`() async throws {
        await #expect(throws: Failure.self) { try await run("a", "b", "!c", "d").perform(resume: false) }
        trace.clear()
        try await run("a", "b", "c", "d").undo()
        #expect(trace.lines == ["undo c", "undo b", "undo a"])
        trace.clear()
        try await run("a", "b", "c", "d").perform(resume: false)
        #expect(trace.lines == ["run a", "run b", "run c", "run d"])
    }

    @Test func `is not taken back once the source is off, unless the VM may be discarded`() async throws {
        try await run("stop*", "off.", "boot").perform(resume: false)
        trace.clear()
        let refusal = await #expect(throws: Failure.self) { try await run("stop*", "off.", "boot").undo() }
        #expect(refusal?.exit == .refused)
        #expect(trace.lines.isEmpty)
        try await run("stop*", "off.", "boot").undo(discard: true)
        #expect(trace.lines == ["undo boot", "undo off.", "undo stop*"])
    }

    /// `!` fails, `*` has a release, `.` is the point of no return, `sleep` waits to be cancelled.
    private func run(_ names: String...) -> StepRun {
        let steps = names.map { [trace] name in
            let plain = name.replacing("!", with: "")
            let release: Step.Action = { _ in trace.add("release \(plain)") }
            return Step(
                id: plain, title: plain,
                run: { _ in
                    trace.add("run \(plain)")
                    if name == "sleep" { try await Task.sleep(for: .seconds(60)) }
                    if name.hasPrefix("!") { throw Failure("run", on: plain, because: "told to", next: "nothing") }
                    return StepNote(facts: name.hasSuffix(".") ? .with { $0.power = .provedOff } : RunFacts())
                },
                release: name.hasSuffix("*") ? release : nil,
                undo: { _ in trace.add("undo \(plain)") })
        }
        return StepRun(
            run: "convert/x", steps: steps, journal: journal, now: { Moment(seconds: 0) }, announce: { _ in })
    }
}
