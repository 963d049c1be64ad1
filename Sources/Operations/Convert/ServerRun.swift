internal import Converter
internal import Estate
internal import Synchronization

/// One server of a plan: its conversion, under its own lease and its own journal.
struct ServerRun: Sendable {
    let server: PlannedServer
    let request: Convert.Request
    let kit: ConversionKit
    let workspace: Workspace
    let shield: @Sendable (_ body: @Sendable () async -> Void) async -> Void
    let report: ProgressReport
    let events: @Sendable (Convert.Event) -> Void

    private var name: String { Conversion.run(of: server.server) }

    /// What the journal says of it.
    func state() async throws -> RunState { RunState(try await kit.journal.records(of: name)) }

    func preview() async throws {
        let conversion = try await kit.make(server, request.options, .open, report)
        events(.preview(server, steps: conversion.steps().map(\.title)))
    }

    func undo(discard: Bool) async throws {
        let conversion = try await kit.make(server, request.options, .open, report)
        try await led(conversion) { try await $0.undo(discard: discard) }
        events(.takenBack(server))
    }

    /// - Returns: seconds that the service was away; nil when that began in an earlier run.
    func perform(_ gate: CutOverGate, outage: OutageWatch) async throws {
        let conversion = try await kit.make(server, request.options, gate, report)
        let says = "the source is off, and has not worked since p2v stopped its service"
        let statement =
            request.sourceIsOff ? StatementFacts(who: workspace.who, at: workspace.now(), says: says) : nil
        outage.expect(conversion.steps())
        try await led(conversion, outage) { run in
            try await run.perform(
                resume: request.options.resume,
                until: request.options.rehearsesOnly ? Conversion.firstStepWithoutService : nil, statement: statement,
                look: { try await conversion.resumePoint($0) })
        }
        guard request.options.rehearsesOnly else { return events(.converted(server)) }
        events(.rehearsed(server, seen: try await rehearsal()))
    }

    /// - Throws: ``Failure`` (unproved) when the journal has none: what was accepted without one is no rehearsal.
    private func rehearsal() async throws -> String {
        if let facts = try await state().facts.rehearsed { return facts.seen }
        throw Failure(
            "rehearse", on: server.server, because: "its copy was looked at, and not started",
            next: "say it without --unjudged; a Windows copy is started by hand: p2v boot-test",
            exit: .unproved)
    }

    /// Runs `body` under the lease, and gives back what is held, however it ends.
    private func led(
        _ conversion: Conversion, _ outage: OutageWatch? = nil, _ body: (StepRun) async throws -> Void
    ) async throws {
        let lease = try kit.lease(of: server.server)
        defer { withExtendedLifetime(lease) {} }
        let run = StepRun(
            run: name, steps: conversion.steps(), journal: kit.journal, now: workspace.now, shield: shield,
            announce: { [events] in
                outage?.note($0)
                events(.step(server: server.server, $0))
            })
        do {
            try await body(run)
            await conversion.close()
        } catch {
            await conversion.close()
            throw error is CancellationError ? stopped : error
        }
    }

    private var stopped: Failure {
        Failure(
            "finish the conversion", on: server.server, because: "stopped by the operator; what was copied is kept",
            next: "go on with: p2v convert \(request.planName) \(server.server) --resume, or take it back with --undo",
            exit: .interrupted)
    }
}

/// How long a service was away, from its stop to the proof or until it was started again, on the monotonic clock.
final class OutageWatch: Sendable {
    private struct State {
        var titles: (stop: String, proof: String)?
        var began: ContinuousClock.Instant?
        var seconds: Double?
    }

    private let state = Mutex(State())

    /// Nil while it lasts, and when it began in an earlier run.
    var seconds: Double? { state.withLock { $0.seconds } }

    func expect(_ steps: [Step]) {
        let stop = steps.first { $0.id == Conversion.firstStepWithoutService }
        guard let stop, let proof = steps.last else { return }
        state.withLock { $0.titles = (stop.title, proof.title) }
    }

    func note(_ event: StepEvent) {
        state.withLock { state in
            guard let titles = state.titles else { return }
            switch event {
            case .started(_, _, titles.stop): (state.began, state.seconds) = (.now, nil)
            case .released(titles.stop), .finished(_, _, titles.proof, _, _):
                state.seconds = state.began.map { (.now - $0) / .seconds(1) }
            default: break
            }
        }
    }
}
