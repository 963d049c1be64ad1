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
    /// When all must have ended, on the solver's clock; nil: each attempt has the whole time limit.
    private(set) var latest: Double?
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

    /// The same solver for a command of several attempts: all of them end within its time limit from now.
    package func bounded() -> PackingSolver {
        guard latest == nil else { return self }
        var solver = self
        solver.latest = now() + timeLimit
        return solver
    }

    /// For one of several attempts: a share of the time that is left.
    func part(_ share: Double) -> PackingSolver {
        guard let latest else { return self }
        var solver = self
        solver.timeLimit = min(timeLimit, max(0, latest - now()) * share)
        return solver
    }

    /// The same solver with so many seconds left, or less.
    func within(_ seconds: Double) -> PackingSolver {
        var solver = self
        solver.latest = min(latest ?? .infinity, now() + seconds)
        return solver
    }

    /// No time is left.
    var isOver: Bool { latest.map { now() >= $0 } ?? false }

    /// - Parameter begun: when the caller began, on the solver's clock: reading the instance counts as well.
    package func solve(_ instance: PackingInstance, begun: Double? = nil) async throws(Failure) -> Packing {
        let begun = begun ?? now()
        let problem = PackingProblem(instance)
        let (layout, bound) = try await search(problem, begun: begun)
        let cost = layout.cost(problem)
        return Packing(
            hosts: layout.hosts.map { host in
                Packing.FilledHost(
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
        let deadline = Deadline(now: now, end: min((begun ?? now()) + timeLimit * Self.share, latest ?? .infinity))
        var search = PackingSearch(problem: problem, deadline: deadline, seed: seed, workers: workers)
        let layout = try await search.run()
        return (layout, search.bound)
    }
}
