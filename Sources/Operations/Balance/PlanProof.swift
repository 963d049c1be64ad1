package import Balancer
internal import Estate

/// Plans that the independent checker has nothing against.
package enum PlanProof {
    /// - Throws: ``Failure`` with the checker's words, should the solver and the checker ever disagree.
    package static func plan(
        _ state: BalanceState, _ policy: BalancePolicy, power: HostPower? = nil
    ) throws -> BalancePlan {
        var plan = try Balancer.plan(state, policy: policy)
        try check(plan, state, policy)
        if policy.goal == .consolidate { plan.saving = PowerSaving(plan.moves, state, power ?? HostPower()) }
        return plan
    }

    package static func check(_ plan: BalancePlan, _ state: BalanceState, _ policy: BalancePolicy) throws {
        let checker = PlanChecker(state, policy: policy)
        let wrong =
            checker.violations(of: plan.moves) + checker.violations(ofRooms: plan.rooms ?? [], after: plan.moves)
        guard wrong.isEmpty else {
            throw Failure(
                "prove the plan", on: "\(plan.moves.count) moves",
                because: wrong.prefix(5).map(\.description).joined(separator: "; "),
                next: "nothing was changed; plan anew", exit: .refused)
        }
    }
}
