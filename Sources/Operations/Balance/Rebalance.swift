package import Balancer
package import Estate
package import Pool

/// Evens out the pool's load: what would move, and, where that is asked for, moves it.
package struct Rebalance: Sendable {
    package struct Request: Sendable {
        package var terms: BalanceTerms
        /// Move; otherwise nothing is changed.
        package var apply = false
        /// Where the plan is written, for review.
        package var output: String?
        /// A plan that was written so, to be applied.
        package var plan: String?
        /// Make a new plan where the pool has changed since.
        package var replan = false
        /// Where the pool's state is written.
        package var saveState: String?

        package init(_ terms: BalanceTerms) { self.terms = terms }
    }

    package struct Rebalanced: Sendable {
        package var plan: BalancePlan
        /// Nil where nothing was to be moved.
        package var report: BalanceRunReport?
        /// Why this says nothing of the whole pool.
        package var blindness: Failure?
    }

    private let session: BalanceSession
    private let request: Request

    /// - Parameter pool: the pool file's where it is nil.
    package init(
        _ request: Request, in workspace: Workspace, pool: (any Pool)? = nil,
        events: @escaping @Sendable (BalanceEvent) -> Void
    ) throws {
        self.request = request
        session = try BalanceSession(in: workspace, request.terms, pool: pool, acts: request.apply, tell: events)
    }

    /// - Throws: ``Failure``: refused where a saved plan does not fit what is seen now, busy where another p2v moves VMs.
    package func run() async throws -> Rebalanced {
        try await session.underLease("rebalance") {
            if let plan = request.plan { try await applySaved(plan) } else { try await planAfresh() }
        }
    }

    private func planAfresh() async throws -> Rebalanced {
        let observed = try await session.observe(settling: request.apply).state
        if let path = request.saveState { try BalanceFile.save(observed, to: path) }
        let clock = ContinuousClock()
        let start = clock.now
        let (plan, state) = try await session.plan(observed)
        if let output = request.output { try BalanceFile.save(plan, of: observed, to: output) }
        session.tell(.planned(plan, seconds: (clock.now - start) / .seconds(1)))
        var done = Rebalanced(
            plan: plan,
            blindness: session.blindness(of: observed) ?? (plan.moves.isEmpty ? session.marksUnknown(in: state) : nil))
        guard request.apply, plan.hasWork else { return done }
        done.report = try await session.perform(plan, state, run: BalanceSession.run, purpose: "rebalance")
        return done
    }

    private func applySaved(_ path: String) async throws -> Rebalanced {
        let saved = try BalanceFile.plan(path)
        let state = try await session.observe(settling: true).state
        try proveSight(of: state, path)
        let differences = saved.basis?.differences(from: state) ?? ["the file does not say what it was made from"]
        guard differences.isEmpty else {
            if request.replan { return try await planAfresh() }
            throw Failure(
                "apply the plan", on: path, because: "the pool has changed: " + differences.joined(separator: "; "),
                next: "make a new plan, or add --replan", exit: .refused)
        }
        var preflight = MovePreflight(session.migration, session.pool.features)
        try await preflight.check(saved)
        let report = try await session.perform(saved, state, run: BalanceSession.run, purpose: "rebalance")
        return Rebalanced(plan: saved, report: report)
    }

    /// A plan that was reviewed for the whole pool is not applied to a part of it.
    private func proveSight(of state: BalanceState, _ path: String) throws {
        guard let unseen = state.blindness else { return }
        throw Failure(
            "apply the plan", on: path, because: "not all of the pool is seen: \(unseen)",
            next: "nothing was moved; bring the hosts back, or recover the VMs of one that is dead: p2v recover HOST",
            exit: .refused)
    }
}
