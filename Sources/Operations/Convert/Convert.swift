package import Converter
package import Estate

/// Carries out a plan: its servers become VMs, several at once; or are taken back.
///
/// ```
/// Request ─check→ DispatchDesk: whose turn it is ─▶ each server: ServerLease → Conversion.steps → StepRun (journal) → Event…
///                                                                                                └▶ PlanOutcome: one row each
/// ```
package struct Convert: Sendable {
    let workspace: Workspace
    let request: Request
    /// Keeps signals away while a stopped run puts things back.
    let shield: @Sendable (_ body: @Sendable () async -> Void) async -> Void
    let report: @Sendable (_ server: String) -> ProgressReport
    let events: @Sendable (Event) -> Void

    /// - Parameter report: makes the report of a server's progress.
    package init(
        _ request: Request, in workspace: Workspace,
        shield: @escaping @Sendable (_ body: @Sendable () async -> Void) async -> Void = { await $0() },
        report: @escaping @Sendable (_ server: String) -> ProgressReport = { _ in { _ in } },
        events: @escaping @Sendable (Event) -> Void
    ) {
        self.request = request
        self.workspace = workspace
        self.shield = shield
        self.report = report
        self.events = events
    }

    /// What happens, for faces to show.
    package enum Event: Sendable {
        /// Of the run as a whole, before its first step.
        case remark(String)
        case step(server: String, StepEvent)
        /// Its copy is warm, and its service is not stopped yet.
        case waits(server: String, because: String)
        /// It runs as a VM, and has proved it.
        case converted(PlannedServer)
        /// Its copy has started; its service was not touched.
        case rehearsed(PlannedServer, seen: String)
        case takenBack(PlannedServer)
        /// It failed, or was left; the others go on.
        case ended(server: String, Failure)
        /// With ``Request/Mode/preview``: the titles of the steps.
        case preview(PlannedServer, steps: [String])
    }

    /// - Returns: what became of each server; of a preview, nothing.
    /// - Throws: ``Failure`` when nothing was begun; of one server alone, whatever it failed with.
    package func run() async throws -> PlanOutcome {
        let servers = try request.chosen()
        if request.begins { try await PlanGuard(workspace: workspace, name: request.planName).check(request.plan) }
        let run = PlanRun(
            request: request, kit: try ConversionKit(workspace, plan: request.planName, limit: request.limit),
            workspace: workspace, shield: shield, report: report, events: events)
        let outcome = try await carriedOut(run, servers)
        if servers.count == 1, let failure = outcome.servers.first?.failure { throw failure }
        return outcome
    }

    private func carriedOut(_ run: PlanRun, _ servers: [PlannedServer]) async throws -> PlanOutcome {
        switch request.mode {
        case .preview:
            try await run.preview(servers)
            return PlanOutcome([])
        case .undo(let discard): return try await run.undo(servers, discard: discard)
        case .perform, .rehearse: return try await run.perform(servers, refusal: { try await refusalOfOthers() })
        }
    }

    /// What has begun goes on whatever the checker says; what has not is judged as on the first day.
    private func refusalOfOthers() async throws -> Failure? {
        guard request.options.resume else { return nil }
        do {
            try await PlanGuard(workspace: workspace, name: request.planName).check(request.plan)
            return nil
        } catch let failure as Failure {
            return failure
        }
    }
}
