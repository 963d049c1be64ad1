package import Estate
package import Planner
package import Pool
package import Store
internal import Terminal

/// What plans are made from and checked against: the store, the pool, files.
package enum PlanSources {
    /// The newest profiles of the named servers, or of all.
    package static func profiles(
        _ names: [String], in store: Store, to attempt: String = "plan the server"
    ) async throws -> [ServerProfile] {
        let all = try await store.profiles()
        guard !names.isEmpty else { return all }
        var seen: Set<String> = []
        return try names.filter { seen.insert($0).inserted }.map { name in
            guard let profile = all.first(where: { $0.name == name }) else {
                throw Failure.neverScanned(name, to: attempt, among: all.map(\.name))
            }
            return profile
        }
    }

    /// All that a plan is made from, for the named servers or for all.
    package static func request(
        _ names: [String], in workspace: Workspace, policy: PlanPolicy, rules: String?, proofs: [String]
    ) async throws -> PlanRequest {
        let pool = try workspace.openPool()
        let configuration = try await workspace.completeConfiguration(pool)
        let store = try workspace.openStore()
        let chosen = try await profiles(names, in: store)
        var history: [String: [UtilisationSeries]] = [:]
        let past = try ServerHistory(store)
        for profile in chosen { history[profile.name] = try await past.planned(profile, for: configuration) }
        let known = try await storage(in: workspace).filter { $0.totalBytes > 0 }
        let (hosts, running) = try await seenHosts(of: configuration, pool)
        var request = PlanRequest(
            pool: configuration, hosts: hosts,
            storageFree: Dictionary(known.map { ($0.name, $0.freeBytes) }, uniquingKeysWith: { first, _ in first }),
            profiles: chosen, history: history,
            policy: policy, rules: try rules.map(self.rules) ?? Rules(),
            proofs: try ProofAssignment.assign(proofs, to: chosen),
            others: try await store.profiles())
        request.runningHosts = running
        return request
    }

    package static func rules(at path: String) throws -> Rules {
        try YAMLText.decode(Rules.self, from: try TextFile.read(path), source: path)
    }

    /// The pool's hosts: as the pool answers, else as its file states them.
    package static func hosts(of configuration: PoolConfiguration, _ pool: any Pool) async throws -> [Estate.Host] {
        try await seenHosts(of: configuration, pool).hosts
    }

    /// - Returns: the hosts, and how many of them answered.
    private static func seenHosts(
        of configuration: PoolConfiguration, _ pool: any Pool
    ) async throws -> (hosts: [Estate.Host], running: Int) {
        if configuration.kind == .xapi {
            let live = try await pool.hosts()
            return (live, live.count(where: \.reachable))
        }
        let stated = configuration.statedHosts
        if let live = try? await pool.hosts(), live.contains(where: \.reachable) {
            let hosts = live.map { host in
                host.reachable ? host : stated.first { $0.name == host.name }.map(unreachable) ?? host
            }
            return (hosts, live.count(where: \.reachable))
        }
        guard stated.count == configuration.hosts.count else {
            let missing = configuration.hosts.map(\.name).filter { name in !stated.contains { $0.name == name } }
            throw Failure(
                "read the pool's hosts", on: missing.joined(separator: ", "),
                because: "no host answers, and cpus and memoryMiB are not stated",
                next: "start libvirtd on the hosts, or state their sizes in the pool file", exit: .refused)
        }
        return (stated, 0)
    }

    private static func unreachable(_ host: Estate.Host) -> Estate.Host {
        var host = host
        host.reachable = false
        return host
    }

    package static func plan(at path: String) throws -> Plan {
        let text = try TextFile.read(path)
        let plan = try YAMLText.decode(Plan.self, from: text, source: path, format: Plan.format)
        guard plan.format == Plan.format else {
            throw Failure(
                "read the plan", on: path, because: "its format is \(plan.format)",
                next: "this p2v reads \(Plan.format); make the plan again", exit: .refused)
        }
        return plan
    }
}
