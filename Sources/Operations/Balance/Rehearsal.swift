package import Balancer

/// Plans on a saved state: reads, plans, checks. No host is asked.
package struct Rehearsal: Sendable {
    /// A plan, and the seconds that it took with reading and checking.
    package struct Planned: Sendable {
        package var plan: BalancePlan
        package var seconds: Double
    }

    private let policy: BalancePolicyFile

    package init(policy: BalancePolicyFile) { self.policy = policy }

    /// - Parameters:
    ///   - name: a file of `p2v-cluster/1`, or `ganeti:` and a file of Ganeti's text format.
    ///   - output: where the plan is written, for review.
    /// - Throws: ``Failure`` when a file cannot be read or written, or a plan cannot be made.
    package func run(_ name: String, output: String?) throws -> Planned {
        let clock = ContinuousClock()
        let start = clock.now
        let isGaneti = name.hasPrefix("ganeti:")
        let path = isGaneti ? String(name.dropFirst("ganeti:".count)) : name
        var state = try BalanceFile.state(path, isGaneti: isGaneti)
        state.rules += policy.rules ?? []
        let plan = try PlanProof.plan(
            state, policy.policy(default: isGaneti ? .ganeti : .balance), power: policy.power)
        let seconds = (clock.now - start) / .seconds(1)
        if let output { try BalanceFile.save(plan, of: state, to: output) }
        return Planned(plan: plan, seconds: seconds)
    }
}
