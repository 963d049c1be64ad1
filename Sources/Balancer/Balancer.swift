package import Estate

/// # Balancer: few, safe, explained moves
///
/// A pure engine: a state of the pool goes in, an ordered plan comes out. It knows neither libvirt nor XAPI, neither a
/// clock nor a file; who performs the moves is injected (``Mover``).
///
/// ```
/// pool, load ──→ BalanceState ─Balancer→ BalancePlan ─PlanChecker→ shown ─PlanChecker→ BalanceRun ─Mover→ pool
///                    │            │
///                    │            ├ Relief      overloaded hosts first, with as few moves as possible
///                    │            ├ Levelling   then imbalance, where a move gains more than it costs
///                    │            └ Evacuation  a host to be emptied, targets by the same rules
///                    └ Arena: the same as flat arrays, with running sums; Spare: N+1 after every single move
/// ```
///
/// The plan is found move by move, so every prefix of it is feasible. ``PlanChecker`` shares no code with the solver.
package enum Balancer {
    /// The moves that bring `state` back within `policy`. Deterministic: same input, same plan.
    ///
    /// - Throws: ``Failure`` (refused) when the state contradicts itself.
    package static func plan(_ state: BalanceState, policy: BalancePolicy = BalancePolicy()) throws(Failure)
        -> BalancePlan
    {
        try state.validate()
        try state.check(empty: policy.empty)
        var search = Search(Arena(state, policy), policy)
        search.makeRoom(for: state.waiting)
        search.run()
        return search.plan(of: state)
    }

    /// What `state` is worth, without any move.
    package static func score(_ state: BalanceState, policy: BalancePolicy = BalancePolicy()) throws(Failure)
        -> BalanceScore
    {
        try state.validate()
        var arena = Arena(state, policy)
        return arena.score(of: state)
    }
}
