internal import Checker
internal import Estate
internal import Logging
internal import Planner
internal import Pool
internal import Store
internal import Terminal

/// What a plan is checked against.
struct PlanFacts {
    var profiles: [ServerProfile]
    var hosts: [Estate.Host]
    var storage: [StorageRepository]
    var demands: [Demand]
    var origin: PlanOrigin
    /// The clock of a zone, by its name.
    var clock: @Sendable (String) -> ZoneClock? = { ZoneClock(named: $0) }

    /// Scans, load and the pool as they are now.
    init(_ workspace: Workspace, _ plan: Plan) async throws {
        let store = try workspace.openStore()
        let pool = try workspace.openPool()
        let configuration = try await workspace.completeConfiguration(pool)
        profiles = try await store.profiles()
        hosts = try await PlanSources.hosts(of: configuration, pool)
        storage = try await PlanSources.storage(in: workspace)
        let past = try ServerHistory(store)
        var history: [String: [UtilisationSeries]] = [:]
        for profile in profiles where plan.servers.contains(where: { $0.server == profile.name }) {
            history[profile.name] = try await past.planned(profile, for: configuration)
        }
        demands = Self.demands(of: plan, profiles, history)
        origin = PlanOrigin(
            profiles: profiles, history: history, network: configuration.network, isWhole: false)
        do {
            let machines = try await pool.machines()
            PlanSources.without(machines, of: plan, &hosts, &storage)
            origin.moved = Set(machines.map(\.name))
        } catch {
            workspace.log.warning(
                "the pool's VMs are not known, so servers that run as VMs already may count twice: \(error)")
        }
    }

    init(inventory: String, _ plan: Plan) async throws {
        let source = try await InventorySource(inventory)
        self.init(source.request, plan)
        (origin.policy, origin.rules) = (source.file.policy, source.file.rules.map(source.file.owned))
    }

    /// What a plan was made from a moment ago.
    init(_ request: PlanRequest, _ plan: Plan) {
        let profiles = request.profiles
        self.profiles = profiles
        hosts = request.hosts
        storage = request.pool.storage.map { repository in
            request.storageFree[repository.name].map(repository.holding) ?? repository.stated
        }
        demands = Self.demands(of: plan, profiles, request.history)
        origin = PlanOrigin(
            profiles: profiles, history: request.history, network: request.pool.network, policy: request.policy,
            rules: request.rules, isWhole: true)
    }

    /// A server asks for no more cores than its threads.
    private static func demands(
        of plan: Plan, _ profiles: [ServerProfile], _ history: [String: [UtilisationSeries]]
    ) -> [Demand] {
        plan.servers.compactMap { server in
            DemandEstimate.of(
                server.server, history[server.server] ?? [], policy: plan.policy,
                threads: profiles.first { $0.name == server.server }?.hardware.processor.value?.threads)
        }
    }

    /// What can be said against the plan itself; what only time has changed is not among it.
    func broken(_ plan: Plan) -> [String] {
        PlanCheck.findings(
            plan: plan, hosts: hosts, demands: demands, storage: storage, clock: clock)
            + PlanCheck.lost(plan: plan, from: origin)
    }
}
