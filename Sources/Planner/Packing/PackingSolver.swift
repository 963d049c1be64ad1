package import Estate

/// Solves a ``PackingInstance``: the cheapest hosts that carry all items in every time slot, and how cheap it could
/// get at best.
///
/// ```
/// instance → PackingProblem → FirstFit, Filling → Squeeze (small) or Rounds of it (large) → Packing
///                           ↘ bounds ────────────────────────────────────────────────────↗
/// ```
///
/// Anytime: stops at the time limit with the best so far. Deterministic for a seed where the limit does not strike.
package struct PackingSolver: Sendable {
    package var timeLimit: Double
    package var seed: UInt64
    package var workers: Int
    private let now: @Sendable () -> Double

    /// - Parameter now: seconds on a monotonic clock.
    package init(
        timeLimit: Double = 10, seed: UInt64 = 1, workers: Int = 2,
        now: @escaping @Sendable () -> Double = Self.monotonic
    ) {
        self.timeLimit = timeLimit
        self.seed = seed
        self.workers = workers
        self.now = now
    }

    private static let start = ContinuousClock.now

    /// Seconds since the first call.
    package static let monotonic: @Sendable () -> Double = {
        let spent = start.duration(to: .now).components
        return Double(spent.seconds) + Double(spent.attoseconds) * 1e-18
    }

    /// - Parameter begun: when the caller began, on the solver's clock: reading the instance counts as well.
    package func solve(_ instance: PackingInstance, begun: Double? = nil) async throws(Failure) -> Packing {
        let begun = begun ?? now()
        let problem = PackingProblem(instance)
        let (layout, bound) = try await search(problem, begun: begun)
        let cost = layout.cost(problem)
        return Packing(
            hosts: layout.hosts.map { host in
                Packing.Host(
                    type: problem.types[host.type].name,
                    items: host.items.sorted().map { instance.items[problem.source[$0]].id })
            }, objective: cost, lowerBound: min(bound, cost), proved: bound >= cost * (1 - 1e-12),
            seconds: now() - begun)
    }

    /// Share of the time that the search may use; the rest is for its last step and for writing the answer.
    private static let share = 0.97

    /// The search over a compiled problem.
    func search(
        _ problem: PackingProblem, begun: Double? = nil
    ) async throws(Failure) -> (layout: Layout, bound: Double) {
        let deadline = Deadline(now: now, end: (begun ?? now()) + timeLimit * Self.share)
        var search = PackingSearch(problem: problem, deadline: deadline, seed: seed, workers: workers)
        let layout = try await search.run()
        return (layout, search.bound)
    }
}
