package import Converter
package import Estate
internal import Shell

/// Carries out a plan: its servers become VMs, one after the other; or are taken back.
///
/// ```
/// Request ─check→ each server: ServerLease → Conversion.steps → StepRun (journal) → Event…
/// ```
package struct Convert: Sendable {
    let workspace: Workspace
    let request: Request
    /// Keeps signals away while a stopped run puts things back.
    let shield: @Sendable (_ body: @Sendable () async -> Void) async -> Void
    let report: ProgressReport
    let events: @Sendable (Event) -> Void

    package init(
        _ request: Request, in workspace: Workspace,
        shield: @escaping @Sendable (_ body: @Sendable () async -> Void) async -> Void = { await $0() },
        report: @escaping ProgressReport = { _ in }, events: @escaping @Sendable (Event) -> Void
    ) {
        self.request = request
        self.workspace = workspace
        self.shield = shield
        self.report = report
        self.events = events
    }

    /// What happens, for faces to show.
    package enum Event: Sendable {
        case step(server: String, StepEvent)
        /// It runs as a VM, and has proved it.
        case converted(PlannedServer)
        case takenBack(PlannedServer)
        /// With ``Request/Mode/preview``: the titles of the steps.
        case preview(PlannedServer, steps: [String])
    }

    /// - Throws: ``Failure`` of the first server that fails; those before it are VMs.
    package func run() async throws {
        let servers = try request.chosen()
        if request.begins { try await PlanGuard(workspace: workspace, name: request.planName).check(request.plan) }
        let kit = try ConversionKit(workspace, plan: request.planName)
        for server in servers { try await convert(server, kit) }
    }

    private func convert(_ server: PlannedServer, _ kit: ConversionKit) async throws {
        let conversion = try await kit.conversion(of: server, options: request.options, report: report)
        let steps = conversion.steps()
        if request.mode == .preview { return events(.preview(server, steps: steps.map(\.title))) }
        let lease = try kit.lease(of: server.server)
        defer { withExtendedLifetime(lease) {} }
        let run = StepRun(
            run: Conversion.run(of: server.server), steps: steps, journal: kit.store, now: workspace.now,
            shield: shield, announce: { [events] in events(.step(server: server.server, $0)) })
        do {
            try await perform(run, conversion, server)
            await conversion.close()
        } catch {
            await conversion.close()
            throw error is CancellationError ? stopped(server) : error
        }
    }

    private func perform(_ run: StepRun, _ conversion: Conversion, _ server: PlannedServer) async throws {
        if case .undo(let discard) = request.mode {
            try await run.undo(discard: discard)
            return events(.takenBack(server))
        }
        let says = "the source is off, and has not worked since p2v stopped its service"
        let statement =
            request.sourceIsOff ? StatementFacts(who: workspace.who, at: workspace.now(), says: says) : nil
        try await run.perform(
            resume: request.options.resume, statement: statement, look: { try await conversion.resumePoint($0) })
        events(.converted(server))
    }

    private func stopped(_ server: PlannedServer) -> Failure {
        Failure(
            "finish the conversion", on: server.server, because: "stopped by the operator; what was copied is kept",
            next: "go on with: p2v convert \(request.planName) \(server.server) --resume, or take it back with --undo",
            exit: .interrupted)
    }
}
