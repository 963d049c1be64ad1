package import Estate
internal import Logging
package import Planner
internal import Terminal

/// Makes plans, and compares ways to make them.
package struct Planning: Sendable {
    /// A plan, and what it was made from.
    package struct Made: Sendable {
        package var plan: Plan
        package var request: PlanRequest
        package var savings: Savings

        /// The plan as one HTML page.
        package var page: String { PlanReport(plan: plan, request: request, savings: savings).html() }

        /// Its waves as iCalendar; made when the first of them starts, so that the same plan gives the same file.
        package var calendar: String {
            let stamp = plan.waves?.first?.servers.map(\.start).min() ?? Moment(seconds: 0)
            return CalendarText.ics(plan, stamp: stamp)
        }
    }

    private let workspace: Workspace
    private let solver: PackingSolver

    package init(in workspace: Workspace, solver: PackingSolver) {
        self.workspace = workspace
        self.solver = solver
    }

    /// - Parameter schedule: puts the servers into waves when it is given.
    package func plan(_ order: PlanOrder, schedule: SchedulePolicy?, savings basis: Savings.Basis) async throws -> Made
    {
        // Reading counts as well.
        let begun = solver.bounded()
        let request = try await order.request(in: workspace)
        workspace.log.debug("planning \(request.profiles.count) servers on \(request.hosts.count) hosts")
        var plan = try await Self.uncancelled { try await PlanMaker.plan(request, solver: begun) }
        if let schedule {
            let waves = try Schedule.waves(of: plan, policy: schedule)
            (plan.waves, plan.calendar) = (WaveTalk.noted(waves, request.profiles), schedule.calendar)
        }
        try Self.prove(plan, request)
        return Made(
            plan: plan, request: request,
            savings: Savings(
                plan: plan, basis: basis, hostsBefore: request.runningHosts, footprints: request.footprints))
    }

    /// What a search answers that was told to stop is no answer.
    private static func uncancelled<Answer>(_ search: () async throws -> Answer) async throws -> Answer {
        let answer: Result<Answer, any Error>
        do { answer = .success(try await search()) } catch { answer = .failure(error) }
        try Task.checkCancellation()
        return try answer.get()
    }

    /// A plan that its checker would refuse is not handed out.
    private static func prove(_ plan: Plan, _ request: PlanRequest) throws(Failure) {
        let findings = PlanFacts(request, plan).broken(plan)
        guard findings.isEmpty else {
            throw Failure(
                "prove the plan", on: "pool \(plan.pool)", because: findings.prefix(8).joined(separator: "\n  "),
                next: "add a host or more headroom; p2v never writes a plan that its own checker refuses",
                exit: .unproved)
        }
    }

    /// Several plans side by side, and which hosts to buy when a `p2v-catalogue/1` file is given.
    package func whatIf(_ order: PlanOrder, _ scenarios: [Scenario], catalogue: String?) async throws -> WhatIf {
        let request = try await order.request(in: workspace)
        var outcomes: [Scenario.Outcome] = []
        let all = [Scenario("as asked") { _ in }] + scenarios
        var share = solver
        share.timeLimit /= Double(all.count + (catalogue == nil ? 0 : 1))
        for scenario in all {
            outcomes.append(try await Self.uncancelled { await scenario.run(request, solver: share) })
        }
        guard let catalogue else { return WhatIf(outcomes: outcomes, purchase: nil) }
        let file = try YAMLText.decode(
            Catalogue.self, from: try TextFile.read(catalogue), source: catalogue, format: Catalogue.format)
        return WhatIf(outcomes: outcomes, purchase: try await Purchase.of(file, for: request, solver: share))
    }
}
