package import Balancer
internal import Estate

/// Plans on a saved state: reads, plans, checks. No host is asked, and nothing is changed.
package struct Rehearsal: Sendable {
    /// A plan, and the seconds that it took with reading and checking.
    package struct Planned: Sendable {
        package var plan: BalancePlan
        package var seconds: Double
    }

    /// What is asked of the saved state.
    package enum Wish: Sendable {
        case balance
        case empty(host: String, largestFirst: Bool)
        /// The VMs whose last move was away from the host.
        case refill(host: String)
    }

    private let policy: BalancePolicyFile

    package init(policy: BalancePolicyFile) { self.policy = policy }

    /// - Parameters:
    ///   - name: a file of `p2v-cluster/1`, or `ganeti:` and a file of Ganeti's text format.
    ///   - output: where the plan is written, for review.
    /// - Throws: ``Failure`` when a file cannot be read or written, or a plan cannot be made.
    package func run(_ name: String, _ wish: Wish = .balance, output: String?) throws -> Planned {
        let clock = ContinuousClock()
        let start = clock.now
        var state = try self.state(name)
        let plan = try plan(&state, wish, Self.isGaneti(name))
        let seconds = (clock.now - start) / .seconds(1)
        if let output { try BalanceFile.save(plan, of: state, to: output) }
        return Planned(plan: plan, seconds: seconds)
    }

    /// Where the VMs of a host of the state would start again.
    package func recover(_ name: String, host: String) throws -> RecoveryPlan {
        let (restarts, stays) = try Balancer.recover(try state(name), host: host, policy: policy.policy())
        return RecoveryPlan(host: host, restarts: restarts, stays: stays)
    }

    private func state(_ name: String) throws -> BalanceState {
        let path = Self.isGaneti(name) ? String(name.dropFirst("ganeti:".count)) : name
        var state = try BalanceFile.state(path, isGaneti: Self.isGaneti(name))
        state.rules += policy.rules ?? []
        policy.close(&state)
        return state
    }

    private static func isGaneti(_ name: String) -> Bool { name.hasPrefix("ganeti:") }

    private func plan(_ state: inout BalanceState, _ wish: Wish, _ isGaneti: Bool) throws -> BalancePlan {
        var policy = policy.policy(default: isGaneti ? .ganeti : .balance, now: state.at)
        guard case .balance = wish else {
            (policy.now, policy.budget, policy.empty) = (nil, BalanceBudget(), [])
            state = state.asOperatorSees
            let plan = try plan(&state, wish, policy)
            try PlanProof.check(plan, state, policy)
            return plan
        }
        return try PlanProof.plan(state, policy, power: self.policy.power)
    }

    private func plan(_ state: inout BalanceState, _ wish: Wish, _ policy: BalancePolicy) throws -> BalancePlan {
        switch wish {
        case .balance: return try Balancer.plan(state, policy: policy)
        case .empty(let host, let largestFirst):
            state = try state.closing(host)
            return try Balancer.evacuate(state, host: host, policy: policy, largestFirst: largestFirst)
        case .refill(let host):
            state = try Refill.opened(host, state)
            let away = state.machines.filter { $0.movedFrom == host && $0.host != host }.map { ($0.name, host) }
            let places = Dictionary(away, uniquingKeysWith: { first, _ in first })
            return try Balancer.arrange(state, places: places, policy: policy)
        }
    }
}
