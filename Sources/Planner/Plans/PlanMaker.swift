public import Estate

/// Makes a plan from a request.
public enum PlanMaker {
    /// - Throws: ``Failure`` with ``Exit/refused`` and the numbers when a server fits on no host, or nothing is left
    ///   to move.
    public static func plan(_ request: PlanRequest) throws(Failure) -> Plan {
        let repository = try defaultRepository(of: request.pool)
        let profiles = request.profiles.sorted { $0.name < $1.name }
        var ready: [PlannedServer] = []
        var leftOut: [LeftOut] = []
        for profile in profiles {
            switch SizedServer.of(profile, in: request) {
            case .ready(let server): ready.append(server)
            case .leftOut(let server): leftOut.append(server)
            }
        }
        guard !ready.isEmpty else { throw nothingToMove(leftOut) }
        try checkSpace(ready, on: repository, free: request.storageFree[repository])
        let placed = try place(ready, request)
        let hostsUsed = Set(placed.map(\.host)).count
        return Plan(
            pool: request.pool.name, inventoryDigest: Plan.digest(of: profiles),
            poolDigest: Plan.digest(
                of: request.hosts, storage: request.pool.storage.map { "\($0.name) \($0.url)" },
                network: request.pool.network),
            policy: request.policy, rules: request.rules, hostsUsed: hostsUsed, hostsLowerBound: min(hostsUsed, 1),
            servers: placed.map {
                var server = $0
                server.storage = repository
                return server
            }, leftOut: leftOut)
    }

    private static func place(_ ready: [PlannedServer], _ request: PlanRequest) throws(Failure) -> [PlannedServer] {
        var rooms = SimplePlacement(hosts: request.hosts, policy: request.policy)
        var refused: [String] = []
        var placed: [PlannedServer] = []
        for var server in ready.sorted(by: { ($1.memoryMiB, $1.vcpus, $0.server) < ($0.memoryMiB, $0.vcpus, $1.server) }
        ) {
            if let reason = rooms.place(&server) {
                server.reasons.insert(reason, at: 1)
                placed.append(server)
            } else {
                refused.append(rooms.refusal(of: server))
            }
        }
        guard refused.isEmpty else {
            throw Failure(
                "plan", on: "pool \(request.pool.name)", because: refused.joined(separator: "\n  "),
                next: "add memory or hosts, lower the headroom, or name fewer servers", exit: .refused)
        }
        return placed.sorted { $0.server < $1.server }
    }

    private static func defaultRepository(of pool: PoolConfiguration) throws(Failure) -> String {
        guard let chosen = pool.storage.first(where: { $0.isDefault == true }) ?? pool.storage.first else {
            throw Failure(
                "plan", on: "pool \(pool.name)", because: "it has no storage repository",
                next: "name one under storage: in the pool file", exit: .refused)
        }
        return chosen.name
    }

    private static func checkSpace(_ servers: [PlannedServer], on storage: String, free: UInt64?) throws(Failure) {
        let needed = servers.flatMap(\.disks).reduce(UInt64(0)) { $0 + $1.bytes }
        guard let free, needed > free else { return }
        throw Failure(
            "plan", on: "SR \(storage)",
            because: "the images need \(needed >> 20) MiB and \(free >> 20) MiB are free",
            next: "free space on the SR, or name fewer servers", exit: .refused)
    }

    private static func nothingToMove(_ leftOut: [LeftOut]) -> Failure {
        Failure(
            "plan", on: "\(leftOut.count) servers",
            because: leftOut.isEmpty
                ? "no server is named"
                : leftOut.map { "\($0.server): \($0.reason)" }.joined(separator: "\n  "),
            next: leftOut.isEmpty ? "scan servers first: p2v scan ssh://root@SERVER" : "solve what blocks them",
            exit: .refused)
    }
}
