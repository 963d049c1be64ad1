internal import Balancer
internal import Estate
internal import Pool
internal import Terminal

/// Emptying a host and filling it again.
struct Evacuation {
    let session: BalanceSession
    let largestFirst: Bool

    func run(_ host: String, dryRun: Bool, partly: Bool) async throws {
        let closing = try await session.observe(settling: !dryRun, of: Self.run(host)).closing(host)
        let (plan, state) = try await session.plan(closing) { state in
            let plan = try Balancer.evacuate(state, host: host, policy: policy(), largestFirst: largestFirst)
            try BalanceDesk.check(plan, state, policy())
            return plan
        }
        if !session.json || dryRun { try session.show(plan, seconds: 0) }
        guard plan.stays.isEmpty || partly else {
            throw Failure(
                "empty the host", on: host,
                because: plan.stays.map { "\($0.vm) cannot move: \($0.reason)" }.joined(separator: "; "),
                next: "shut these VMs down or make room, or move the others with --partly", exit: .refused)
        }
        if dryRun {
            if !plan.moves.isEmpty { throw Exit.Signal(exit: .changesPending) }
            return
        }
        let marks = MaintenanceMarks(journal: session.store)
        try await marks.close(host, at: BalanceSession.now())
        if session.pool.features.contains(.maintenance) { try await session.pool.setMaintenance(true, of: host) }
        guard !plan.moves.isEmpty else { return }
        try session.conclude(
            try await session.perform(plan, state, run: Self.run(host), purpose: "evacuate \(host)", policy: policy()))
    }

    func bringBack(_ host: String, dryRun: Bool) async throws {
        var open = try await session.observe(settling: !dryRun, of: "return/\(host)")
        guard let index = open.hosts.firstIndex(where: { $0.name == host }), open.hosts[index].state != .lost else {
            throw Failure(
                "bring VMs back", on: host, because: "the pool has no such host, or it does not answer",
                next: "see `p2v pool`", exit: .refused)
        }
        open.hosts[index].state = .active
        let places = try await away(from: host, open)
        let (plan, state) = try await session.plan(open) { state in
            let plan = try Balancer.arrange(state, places: places, policy: policy())
            try BalanceDesk.check(plan, state, policy())
            return plan
        }
        if !session.json || dryRun { try session.show(plan, seconds: 0) }
        if dryRun {
            if !plan.moves.isEmpty { throw Exit.Signal(exit: .changesPending) }
            return
        }
        try await MaintenanceMarks(journal: session.store).open(host, at: BalanceSession.now())
        if session.pool.features.contains(.maintenance) { try await session.pool.setMaintenance(false, of: host) }
        guard !plan.moves.isEmpty else { return }
        try session.conclude(
            try await session.perform(plan, state, run: "return/\(host)", purpose: "return \(host)", policy: policy()))
    }

    /// VMs that the evacuations of `host` moved, as long as nobody has moved them on since.
    private func away(from host: String, _ state: BalanceState) async throws -> [String: String] {
        let moved = try await RunJournal(session.store, Self.run(host)).begun().filter { $0.from == host }
        let last = Dictionary(moved.map { ($0.vm, $0.to) }, uniquingKeysWith: { _, new in new })
        return Dictionary(
            uniqueKeysWithValues: state.machines.filter { last[$0.name] == $0.host }.map { ($0.name, host) })
    }

    /// An operator's wish, unlike balancing, may move a VM that has just moved, and is not limited by the night's budget.
    private func policy() -> BalancePolicy {
        var policy = session.policy()
        policy.now = nil
        policy.budget = BalanceBudget()
        return policy
    }

    private static func run(_ host: String) -> String { "evacuate/\(host)" }
}
