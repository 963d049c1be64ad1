internal import Estate

/// Which SR each server's images go to: the default one while it has room, else the next that has; where some are left
/// over in this way, all are packed at once.
///
/// An SR's space counts whole images, a thin one's what they will hold; its rates count the hourly sum of all servers on it,
/// after headroom. What is not known is no limit.
struct StorageChoice {
    struct Room: Sendable {
        var name: String
        var freeBytes: Double?
        /// Counts ``StorageSpace/growing`` in place of ``StorageSpace/whole``.
        var isThin: Bool
        /// Limit after headroom, and what is used by hour.
        var rates: [(rate: Rate, limit: Double, used: [Double])]
    }

    private let demands: [String: Demand]
    private let space: StorageSpace
    private var rooms: [Room] = []

    init(_ request: PlanRequest, demands: [String: Demand]) throws(Failure) {
        self.demands = demands
        space = StorageSpace(comfort: request.policy.comfort)
        let storage = request.pool.storage
        guard let first = storage.firstIndex(where: { $0.isDefault == true }) ?? storage.indices.first else {
            throw Failure(
                "plan", on: "pool \(request.pool.name)", because: "it has no storage repository",
                next: "name one under storage: in the pool file", exit: .refused)
        }
        let share = 1 - request.policy.loadHeadroomPercent / 100
        for repository in [storage[first]] + storage.indices.filter({ $0 != first }).map({ storage[$0] }) {
            let free = request.storageFree[repository.name].map { Double($0) }
            rooms.append(
                Room(
                    name: repository.name, freeBytes: free ?? repository.freeGiB.map { $0 * 1_073_741_824 },
                    isThin: repository.thin == true,
                    rates: Rate.ofStorage.compactMap { rate in
                        guard let limit = rate.limit(repository.rates) else { return nil }
                        return (rate, limit * share, [Double](repeating: 0, count: Demand.hours))
                    }))
        }
    }

    /// Name of the SR that is tried first.
    var preferred: String { rooms[0].name }

    /// - Parameter earlier: the SR of each server, by name, in an earlier plan: it stays there while it fits.
    /// - Returns: the SR of each server, in the order of `servers`.
    func choose(
        _ servers: [PlannedServer], keeping earlier: [String: String] = [:], _ solver: PackingSolver
    ) async throws(Failure) -> [String] {
        var filling = self
        var chosen = [String](repeating: "", count: servers.count)
        let order = servers.indices.sorted { (space.whole(servers[$1]), $0) < (space.whole(servers[$0]), $1) }
        for at in order {
            guard let room = rooms.firstIndex(where: { $0.name == earlier[servers[at].server] }),
                filling.reason(servers[at], filling.rooms[room]) == nil
            else { continue }
            filling.take(servers[at], room)
            chosen[at] = rooms[room].name
        }
        for at in order where chosen[at].isEmpty {
            guard let room = rooms.indices.first(where: { filling.reason(servers[at], filling.rooms[$0]) == nil })
            else {
                let packing = StoragePacking(rooms: rooms, servers: servers, demands: demands, space: space)
                if let places = await packing.places(solver) { return places.map { rooms[$0].name } }
                throw filling.full(servers[at], of: servers)
            }
            filling.take(servers[at], room)
            chosen[at] = rooms[room].name
        }
        return chosen
    }

    /// What to say of a server on an SR; nothing where there is nothing special.
    func remarks(_ server: PlannedServer, on name: String) -> [String] {
        let moved = name == preferred ? [] : ["storage: \(name), since \(preferred) has no room for it"]
        guard let room = rooms.first(where: { $0.name == name }) else { return moved }
        return moved + unseen(server, room) + growing(server, room)
    }

    /// Of a server without any history the load's own line says it.
    private func unseen(_ server: PlannedServer, _ room: Room) -> [String] {
        guard let demand = demands[server.server] else { return [] }
        let names = room.rates.filter { $0.rate.series(demand) == nil }.map(\.rate.name)
        return Rate.unseen(names, by: "the SR \(room.name)")
    }

    private func growing(_ server: PlannedServer, _ room: Room) -> [String] {
        guard room.isThin else { return [] }
        let (whole, counted) = (space.whole(server), space.growing(server))
        guard counted < whole else { return [] }
        return [
            "storage: \(room.name) is thin, \(Int(counted) >> 20) of \(Int(whole) >> 20) MiB count (what the disks hold × "
                + "\(Fixed.text(space.comfort, 1))); it must grow before they fill"
        ]
    }

    private func bytes(_ server: PlannedServer, _ room: Room) -> Double {
        room.isThin ? space.growing(server) : space.whole(server)
    }

    private func series(_ server: PlannedServer, _ rate: Rate) -> [Double] {
        demands[server.server].flatMap(rate.series) ?? []
    }

    /// Why the server's images do not go there; nil: they do.
    private func reason(_ server: PlannedServer, _ room: Room) -> String? {
        let needed = bytes(server, room)
        if let free = room.freeBytes, needed > free {
            return "\(Int(max(0, free)) >> 20) MiB are free, \(Int(needed) >> 20) MiB are needed"
        }
        for (rate, limit, used) in room.rates {
            let peak = zip(used, series(server, rate)).map { $0 + $1 }.max() ?? 0
            if peak > limit * (1 + 1e-9) { return "\(Int(peak)) of \(Int(limit)) \(rate.name) in the busiest hour" }
        }
        return nil
    }

    private mutating func take(_ server: PlannedServer, _ at: Int) {
        rooms[at].freeBytes = rooms[at].freeBytes.map { $0 - bytes(server, rooms[at]) }
        for r in rooms[at].rates.indices {
            for (hour, value) in series(server, rooms[at].rates[r].rate).enumerated() {
                rooms[at].rates[r].used[hour] += value
            }
        }
    }

    private func full(_ server: PlannedServer, of servers: [PlannedServer]) -> Failure {
        let needed = servers.reduce(0.0) { $0 + space.whole($1) }
        return Failure(
            "plan", on: rooms.map { "SR \($0.name)" }.joined(separator: ", "),
            because: "the images of \(servers.count) servers need \(Int(needed) >> 20) MiB; when "
                + "\(server.server) is to be stored: "
                + rooms.map { "\($0.name): \(reason(server, $0) ?? "")" }.joined(separator: "; "),
            next: "free space on the SR, add an SR, or name fewer servers", exit: .refused)
    }
}
