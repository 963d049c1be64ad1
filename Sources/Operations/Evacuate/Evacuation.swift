internal import Balancer
internal import Estate
internal import Pool

/// Emptying a host, step by step; who empties it and whether it is filled again is the callers' matter.
struct Evacuation: Sendable {
    let session: BalanceSession
    let largestFirst: Bool

    static func run(_ host: String) -> String { "evacuate/\(host)" }

    func empty(_ host: String, dryRun: Bool, partly: Bool) async throws -> MaintenanceResult {
        try await session.require(host, to: "empty the host")
        let seen = try await session.observe(settling: !dryRun, of: Self.run(host)).state
        let closing = try seen.asOperatorSees.closing(host)
        let policy = session.operatorsPolicy()
        let (plan, state) = try await session.plan(closing) { state in
            let plan = try Balancer.evacuate(state, host: host, policy: policy, largestFirst: largestFirst)
            try PlanProof.check(plan, state, policy)
            return plan
        }
        session.tell(.planned(plan, seconds: 0))
        guard plan.stays.isEmpty || partly else { throw Self.stuck(host, plan.stays) }
        if dryRun { return looked(host, plan, seen) }
        try await session.memory.required().close(host, because: "evacuate")
        if session.pool.features.contains(.maintenance) { try await session.pool.setMaintenance(true, of: host) }
        guard !plan.moves.isEmpty else { return MaintenanceResult("empty the host", host, plan) }
        let report = try await session.perform(
            plan, state, run: Self.run(host), purpose: "evacuate \(host)", policy: session.operatorsPolicy())
        return MaintenanceResult("empty the host", host, plan, report)
    }

    /// The host is closed even where nothing has to leave it: that is said too.
    private func looked(_ host: String, _ plan: BalancePlan, _ seen: BalanceState) -> MaintenanceResult {
        let isOpen = seen.hosts.contains { $0.name == host && $0.state == .active }
        let unknown = session.marksUnknown(in: seen, "empty the host")
        if isOpen, unknown == nil { session.tell(.progress("\(host) would be closed")) }
        return MaintenanceResult("empty the host", host, plan).looked(marks: isOpen, blindness: unknown)
    }

    private static func stuck(_ host: String, _ stays: [BalanceStay]) -> Failure {
        Failure(
            "empty the host", on: host,
            because: stays.map { "\($0.vm) cannot move: \($0.reason)" }.joined(separator: "; "),
            next: "shut these VMs down or make room, or move the others with --partly", exit: .refused)
    }
}

extension BalanceSession {
    /// An operator's wish, unlike balancing, may move a VM that has just moved, and is not limited by the night's budget.
    func operatorsPolicy() -> BalancePolicy {
        var policy = policy()
        policy.now = nil
        policy.budget = BalanceBudget()
        return policy
    }
}

extension BalanceState {
    /// What stands in the way of balancing only is left out: a VM whose load nobody saw can leave a host. It counts with
    /// all its vCPUs busy, the most that it can ask for.
    var asOperatorSees: BalanceState {
        var state = self
        for index in state.machines.indices where state.machines[index].pinned == PoolObserver.loadUnseen {
            state.machines[index].pinned = nil
            state.machines[index].load.cores = Double(state.machines[index].vcpus)
        }
        return state
    }
}
