internal import Balancer
internal import Estate
internal import Operations
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
        try await session.memory.required().close(host, because: "evacuate")
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
        try await session.memory.required().open(host)
        if session.pool.features.contains(.maintenance) { try await session.pool.setMaintenance(false, of: host) }
        guard !plan.moves.isEmpty else { return }
        try session.conclude(
            try await session.perform(plan, state, run: "return/\(host)", purpose: "return \(host)", policy: policy()))
    }

    /// VMs that the evacuations of `host` moved, as long as nobody has moved them on since.
    private func away(from host: String, _ state: BalanceState) async throws -> [String: String] {
        let last = try await movesAway(from: host)
        return Dictionary(
            uniqueKeysWithValues: state.machines.filter { last[$0.name] == $0.host }.map { ($0.name, host) })
    }

    /// Where each VM was last moved to: as the pool remembers it, or this user's journal from before it did.
    private func movesAway(from host: String) async throws -> [String: String] {
        let run = Self.run(host)
        let old = try await RunJournal(session.store, run).begun().filter { $0.from == host }.map { ($0.vm, $0.to) }
        let all = await session.memory.moves(since: Moment(seconds: 0))
        let moved = try session.certain(all).value ?? []
        let new = moved.filter { $0.run == run && $0.from == host }.map { ($0.vm, $0.to) }
        return Dictionary(old + new, uniquingKeysWith: { _, new in new })
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
