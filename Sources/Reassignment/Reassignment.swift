package import Estate

/// # Reassignment: the cheapest placement of machines that stand already
///
/// ```
/// p2v-cluster/2 ──────────┐
/// the challenge's texts ──┴→ WeighedPool → Problem → Annealing × workers → the best → PlacementJudge → ReassignmentPlan
/// ```
///
/// Pure: it asks no host and moves nothing. The plan's moves have no order; in between only transient use is counted.
package enum Reassignment {
    /// - Throws: ``Failure`` (refused) for a pool that cannot be counted with, or whose machines stand wrongly now.
    package static func plan(_ pool: WeighedPool, _ effort: SearchEffort) async throws(Failure) -> ReassignmentPlan {
        let begun = ContinuousClock.now
        let problem = try checked(pool)
        let judge = PlacementJudge(pool)
        let best = await search(problem, effort.without(begun.duration(to: .now) / .seconds(1) * 2))
        let places = best.hosts.map { pool.hosts[Int($0)].name }
        try refuse(judge.violations(places), "prove the plan")
        let price = judge.price(places)
        guard Int64(price.total) == best.cost else {
            throw Failure(
                "prove the plan", on: "the pool", because: "the search counts \(best.cost), its judge \(price.total)",
                next: "report this to p2v", exit: .refused)
        }
        let moves = zip(pool.machines, places).filter { $0.host != $1 }.map {
            ReassignmentPlan.Move(machine: $0.name, from: $0.host, to: $1)
        }
        return ReassignmentPlan(
            moves: moves, before: judge.price(pool.machines.map(\.host)), after: price,
            lowerBound: Int(problem.lowerBound),
            places: best.hosts.map(Int.init))
    }

    /// What can be said against the pool before a search.
    package static func check(_ pool: WeighedPool) throws(Failure) { _ = try checked(pool) }

    private static func checked(_ pool: WeighedPool) throws(Failure) -> Problem {
        let problem = try Problem(pool)
        try refuse(PlacementJudge(pool).violations(pool.machines.map(\.host)), "read where the machines are")
        return problem
    }

    private static func refuse(_ violations: [String], _ attempted: String) throws(Failure) {
        guard !violations.isEmpty else { return }
        let more = violations.count > 3 ? " (and \(violations.count - 3) more)" : ""
        throw Failure(
            attempted, on: "the pool", because: violations.prefix(3).joined(separator: "; ") + more,
            next: "correct the file: every machine has to stand rightly before it is moved", exit: .refused)
    }

    /// - Returns: the best of all workers; of equals that of the first, so that a seed gives one answer.
    private static func search(_ problem: Problem, _ effort: SearchEffort) async -> (cost: Int64, hosts: [Int32]) {
        let found = await withTaskGroup(of: (Int, Int64, [Int32]).self) { tasks in
            for worker in 0..<max(1, effort.workers) {
                tasks.addTask {
                    let best = Cooling(problem, worker: worker).run(effort, seed: effort.seed &+ UInt64(worker))
                    return (worker, best.cost, best.hosts)
                }
            }
            return await tasks.reduce(into: []) { $0.append($1) }
        }
        return found.min { ($0.1, $0.0) < ($1.1, $1.0) }.map { ($0.1, $0.2) } ?? (0, [])
    }
}
