internal import Estate
internal import Operations
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
    init(_ global: GlobalOptions, _ plan: Plan) async throws {
        let store = try global.workspace.openStore()
        let pool = try global.workspace.openPool()
        let configuration = try await global.workspace.completeConfiguration(pool)
        profiles = try await store.profiles()
        hosts = try await PlanSources.hosts(of: configuration, pool)
        storage = try await PlanSources.storage(global)
        demands = try await PlanSources.demands(of: plan, in: store)
        let machines = (try? await pool.machines()) ?? []
        PlanSources.without(machines, of: plan, &hosts, &storage)
    }

    init(inventory: String, _ plan: Plan) throws {
        let file = try YAMLText.decode(Inventory.self, from: try PlanSources.read(inventory), source: inventory)
        let request = try file.request()
        profiles = request.profiles
        hosts = request.hosts
        storage = request.pool.storage.map(\.stated)
        demands = plan.servers.compactMap { server in
            DemandEstimate.of(server.server, request.history[server.server] ?? [], policy: plan.policy)
        }
    }
}
