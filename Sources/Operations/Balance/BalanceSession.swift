internal import Balancer
internal import Estate
internal import LiveMigration
internal import Logging
internal import Pool
internal import Store

/// What every job that moves VMs does: observe, plan, prove, run under the lease.
///
/// ```
/// underLease ─ observe ─→ Observation ─ plan ─→ moves that no host refuses ─ perform ─→ BalanceRunReport
///                 └ settles what earlier runs left half done
/// ```
struct BalanceSession: Sendable {
    /// The journal's run of ordinary balancing.
    static let run = "balance"

    let workspace: Workspace
    let pool: any Pool
    let store: Store
    /// What the pool itself remembers.
    let memory: PoolMemory
    /// Whether VMs may be moved: then all that could forbid it must be known.
    let acts: Bool
    let file: BalancePolicyFile
    let window: Double
    let migration: LiveMigration
    let tell: @Sendable (BalanceEvent) -> Void

    /// - Parameters:
    ///   - pool: the pool file's where it is nil.
    ///   - acts: false for whoever only looks, who goes on without the pool's own state and says so.
    init(
        in workspace: Workspace, _ terms: BalanceTerms, pool given: (any Pool)? = nil, acts: Bool,
        tell: @escaping @Sendable (BalanceEvent) -> Void
    ) throws {
        self.workspace = workspace
        self.acts = acts
        self.tell = tell
        pool = try given ?? workspace.openPool()
        store = try workspace.openStore()
        memory = PoolMemory(workspace, pool)
        migration = try workspace.migration(of: pool, journal: store, guardsLoss: false)
        file = terms.policy
        window = terms.window
    }

    func policy() -> BalancePolicy { file.policy(now: workspace.now().seconds) }

    /// A plan of moves that no host refuses, and the state that it was made from.
    func plan(
        _ state: BalanceState, _ make: (BalanceState) throws -> BalancePlan
    ) async throws -> (BalancePlan, BalanceState) {
        var preflight = MovePreflight(migration, pool.features)
        return try await preflight.plan(state, make)
    }

    /// The same for the policy's own goal.
    func plan(_ state: BalanceState) async throws -> (BalancePlan, BalanceState) {
        try await plan(state) { try PlanProof.plan($0, policy(), power: file.power) }
    }

    /// Before anything is watched for seconds.
    func require(_ host: String, to attempt: String) async throws {
        let known = try await pool.hostNames()
        if !known.contains(host) { throw Failure.noHost(host, to: attempt, among: known) }
    }

    /// Works under the pool's lease, from before the pool is observed until the last move is made; without it where
    /// nothing is changed.
    func underLease<Result>(_ purpose: String, _ work: () async throws -> Result) async throws -> Result {
        guard acts else { return try await work() }
        return try await memory.required().withLease(purpose, work)
    }

    /// Who acts must know; who looks is told by the gaps of the state.
    func certain<Value>(_ seen: Observed<Value>) throws -> Observed<Value> {
        guard acts, let reason = seen.reason else { return seen }
        throw Failure(
            "read the pool's state", on: pool.name, because: reason,
            next: "nothing was moved: hosts may be closed for work; mend the cause and run this again")
    }

    /// Why "nothing to move" is no answer: which hosts may be used is not known.
    func marksUnknown(in state: BalanceState, _ attempted: String = "balance the whole pool") -> Failure? {
        state.gaps.first { $0.hasPrefix(PoolObserver.marksUnknown) }.map {
            Failure(
                attempted, on: pool.name, because: $0,
                next: "see p2v doctor for the place of the pool's state, and ask again")
        }
    }

    /// Why hosts could not be asked: neither "nothing to move" nor "all moved" is known of the whole pool then.
    func blindness(of state: BalanceState) -> Failure? {
        state.blindness.map {
            Failure(
                "balance the whole pool", on: pool.name, because: $0,
                next: "bring the hosts back, or recover the VMs of one that is dead: p2v recover HOST")
        }
    }
}
