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

    /// Scans, load and the pool as they are now.
    init(_ workspace: Workspace, _ plan: Plan) async throws {
        let store = try workspace.openStore()
        let pool = try workspace.openPool()
        let configuration = try await workspace.completeConfiguration(pool)
        profiles = try await store.profiles()
        hosts = try await PlanSources.hosts(of: configuration, pool)
        storage = try await PlanSources.storage(in: workspace)
        demands = try await PlanSources.demands(of: plan, profiles, in: store)
        do {
            PlanSources.without(try await pool.machines(), of: plan, &hosts, &storage)
        } catch {
            workspace.log.warning(
                "the pool's VMs are not known, so servers that run as VMs already may count twice: \(error)")
        }
    }

    init(inventory: String, _ plan: Plan) throws {
        let file = try YAMLText.decode(Inventory.self, from: try TextFile.read(inventory), source: inventory)
        self.init(try file.request(), plan)
    }

    /// What a plan was made from a moment ago.
    init(_ request: PlanRequest, _ plan: Plan) {
        let profiles = request.profiles
        self.profiles = profiles
        hosts = request.hosts
        storage = request.pool.storage.map { repository in
            request.storageFree[repository.name].map(repository.holding) ?? repository.stated
        }
        let policy = plan.policy
        demands = plan.servers.compactMap { server in
            DemandEstimate.of(
                server.server, request.history[server.server] ?? [], policy: policy,
                threads: profiles.first { $0.name == server.server }?.hardware.processor.value?.threads)
        }
    }
}
