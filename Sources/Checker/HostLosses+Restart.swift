internal import Estate

extension HostLosses {
    /// Whether the VMs of lost hosts find a place on those that are left.
    enum Restart: Equatable {
        case found
        /// Proved: one of them fits nowhere, all together are too much, or every way was tried.
        case none
        /// The search ended before it knew.
        case unknown(steps: Int)
    }

    func restart(without lost: [Int]) -> Restart {
        let homeless = lost.flatMap { rooms[$0].members }.sorted()
        let left = rooms.indices.filter { !lost.contains($0) }.map { rooms[$0] }
        guard homeless.allSatisfy({ server in left.contains { fits(server, $0) } }) else { return .none }
        let keys: [(Int) -> Double] = [
            { needs[$0][0] }, { needs[$0].dropFirst(2).prefix(Demand.hours).max() ?? 0 }, { needs[$0][1] },
            { at in left.map { share(at, of: $0) }.min() ?? 0 },
        ]
        for key in keys {
            let weighed = homeless.map { ($0, key($0)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            var (budget, filled) = (patience, left)
            if settle(weighed.map(\.0)[...], &filled, &budget) { return .found }
            if budget > 0 || !isEnough(left, for: homeless) { return .none }
        }
        return .unknown(steps: patience * keys.count)
    }

    /// What all have left together is a limit that no order can pass.
    private func isEnough(_ left: [Room], for homeless: [Int]) -> Bool {
        let width = needs.first?.count ?? 0
        var free = [Double](repeating: 0, count: width)
        for room in left { for at in 0..<width { free[at] += max(0, room.free[at]) } }
        var need = [Double](repeating: 0, count: width)
        for server in homeless { for at in 0..<width { need[at] += needs[server][at] } }
        return (0..<width).allSatisfy { need[$0] <= free[$0] * (1 + 1e-9) + 1e-6 }
    }

    /// Largest share of what is free.
    private func share(_ server: Int, of room: Room) -> Double {
        zip(needs[server], room.free).reduce(0) { $1.0 > 0 ? max($0, $1.0 / max($1.1, 1e-9)) : $0 }
    }

    /// - Parameter rooms: as they were, where nothing was found.
    private func settle(_ homeless: ArraySlice<Int>, _ rooms: inout [Room], _ budget: inout Int) -> Bool {
        guard let next = homeless.first else { return true }
        var seen: Set<Int> = []
        for at in rooms.indices where fits(next, rooms[at]) {
            if rooms[at].isEmpty, !seen.insert(rooms[at].size).inserted { continue }
            budget -= 1
            guard budget > 0 else { return false }
            let before = (rooms[at].free, rooms[at].isEmpty)
            (rooms[at].free, rooms[at].isEmpty) = (Self.less(before.0, needs[next]), false)
            if settle(homeless.dropFirst(), &rooms, &budget) { return true }
            (rooms[at].free, rooms[at].isEmpty) = before
        }
        return false
    }

    private func fits(_ server: Int, _ room: Room) -> Bool {
        guard plan.servers[server].vcpus <= room.host.cpus else { return false }
        return zip(needs[server], room.free).allSatisfy { $0 <= $1 }
    }
}
