internal import Balancer
internal import Estate
internal import Pool

/// Opening a host and bringing back what its evacuations moved away.
struct Refill: Sendable {
    private static let purpose = "bring all VMs back"

    let session: BalanceSession

    func bringBack(_ host: String, dryRun: Bool) async throws -> MaintenanceResult {
        let run = "return/\(host)"
        try await session.require(host, to: "bring VMs back")
        let seen = try await session.observe(settling: !dryRun, of: run).state.asOperatorSees
        let open = try Self.opened(host, seen)
        let places = try await away(from: host, open)
        let policy = session.operatorsPolicy()
        let (plan, state) = try await session.plan(open) { state in
            let plan = try Balancer.arrange(state, places: places, policy: policy)
            try PlanProof.check(plan, state, policy)
            return plan
        }
        session.tell(.planned(plan, seconds: 0))
        if dryRun { return looked(host, plan, seen) }
        try await session.memory.required().open(host)
        if session.pool.features.contains(.maintenance) { try await session.pool.setMaintenance(false, of: host) }
        guard !plan.moves.isEmpty else { return MaintenanceResult(Self.purpose, host, plan) }
        let report = try await session.perform(
            plan, state, run: run, purpose: "return \(host)", policy: session.operatorsPolicy())
        return MaintenanceResult(Self.purpose, host, plan, report)
    }

    private func looked(_ host: String, _ plan: BalancePlan, _ seen: BalanceState) -> MaintenanceResult {
        let isClosed = seen.hosts.contains { $0.name == host && $0.state == .maintenance }
        let unknown = session.marksUnknown(in: seen, Self.purpose)
        if isClosed, unknown == nil { session.tell(.progress("\(host) would be opened")) }
        return MaintenanceResult(Self.purpose, host, plan).looked(marks: isClosed, blindness: unknown)
    }

    static func opened(_ host: String, _ state: BalanceState) throws -> BalanceState {
        var open = state
        guard let index = open.hosts.firstIndex(where: { $0.name == host }) else {
            throw Failure.noHost(host, to: "bring VMs back", among: open.hosts.map(\.name))
        }
        guard open.hosts[index].state != .lost else {
            throw Failure(
                "bring VMs back", on: host, because: "the host does not answer", next: "see `p2v pool`", exit: .refused)
        }
        open.hosts[index].state = .active
        return open
    }

    /// VMs that the evacuations of `host` moved, as long as nobody has moved them on since.
    private func away(from host: String, _ state: BalanceState) async throws -> [String: String] {
        let last = try await movesAway(from: host)
        // Two VMs of one name: the plan refuses them in words.
        return Dictionary(
            state.machines.filter { last[$0.name] == $0.host }.map { ($0.name, host) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Also of who only looks: "nothing to bring back" is no answer of one who does not know what was taken away.
    private func remembered() async throws -> [PoolMove] {
        switch await session.memory.moves(since: Moment(seconds: 0)) {
        case .known(let moves): return moves
        case .unknown(let reason):
            throw Failure(
                "read the pool's state", on: session.pool.name,
                because: "which VMs were moved away is not known: \(reason)",
                next: "nothing was changed; mend the cause and run this again")
        }
    }

    /// Where each VM was last moved to: as the pool remembers it, or this user's journal from before it did.
    private func movesAway(from host: String) async throws -> [String: String] {
        let run = Evacuation.run(host)
        let old = try await RunJournal(session.store, run).begun().filter { $0.from == host }.map { ($0.vm, $0.to) }
        let new = try await remembered().filter { $0.run == run && $0.from == host }.map { ($0.vm, $0.to) }
        return Dictionary(old + new, uniquingKeysWith: { _, new in new })
    }
}
