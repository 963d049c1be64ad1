internal import Estate

/// The loss of hosts as the checker reads it: the VMs of the lost hosts restart on what the others have free, and
/// nobody else moves. Rules rest meanwhile.
struct HostLosses {
    private struct Room {
        var host: Host
        var free: [Double]
        var isEmpty: Bool
        /// Hosts of one size; of those that are empty one is as good as the other.
        var size: Int
    }

    private let plan: Plan
    private let needs: [[Double]]
    private let rooms: [Room]
    private let survive: Int

    /// Combinations of lost hosts that are tried at most; where there are more, that is a finding.
    private static let most = 20_000

    init(plan: Plan, hosts: [Host], demands: [Demand], loads: HostLoads) {
        self.plan = plan
        survive = plan.policy.survive
        let demandOf = Dictionary(demands.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        let needs = plan.servers.map { loads.need(of: $0, demandOf[$0.server]) }
        var sizes: [[Double]] = []
        self.needs = needs
        rooms = hosts.filter { !$0.inMaintenance && $0.reachable }.map { host in
            let whole = loads.room(of: host)
            let key = whole + [Double(host.cpus)]
            let size = sizes.firstIndex(of: key) ?? sizes.count
            if size == sizes.count { sizes.append(key) }
            let members = plan.servers.indices.filter { plan.servers[$0].host == host.name }
            return Room(
                host: host, free: members.reduce(whole) { Self.less($0, needs[$1]) }, isEmpty: members.isEmpty,
                size: size)
        }
    }

    /// What is not survived, in words.
    func findings() -> [String] {
        guard survive > 0, !plan.servers.isEmpty else { return [] }
        guard survive < rooms.count else {
            let all = rooms.map(\.host.name).joined(separator: " and ")
            return ["after the loss of \(all.isEmpty ? "all hosts" : all) no host is left"]
        }
        var found: [String] = []
        var tried = 0
        choose([], from: 0) { lost in
            tried += 1
            guard tried <= Self.most else { return false }
            if !restarts(without: lost) {
                let names = lost.map { rooms[$0].host.name }.joined(separator: " and ")
                found.append("after the loss of \(names) not all its VMs find a place while the others stay")
            }
            return true
        }
        if tried > Self.most { found.append("survive \(survive): only \(Self.most) losses of hosts were tried") }
        return found
    }

    /// All choices of as many hosts as may be lost, at least one of them used.
    @discardableResult
    private func choose(_ lost: [Int], from first: Int, _ judge: ([Int]) -> Bool) -> Bool {
        if lost.count == survive { return lost.allSatisfy { rooms[$0].isEmpty } || judge(lost) }
        for at in rooms.indices.dropFirst(first) {
            // Of empty hosts of one size the first are lost: the others would say the same again.
            let isTwin =
                rooms[at].isEmpty
                && rooms.indices.prefix(at).contains {
                    rooms[$0].isEmpty && rooms[$0].size == rooms[at].size && !lost.contains($0)
                }
            if !isTwin, !choose(lost + [at], from: at + 1, judge) { return false }
        }
        return true
    }

    private func restarts(without lost: [Int]) -> Bool {
        let names = Set(lost.map { rooms[$0].host.name })
        let homeless = plan.servers.indices.filter { names.contains(plan.servers[$0].host) }
        let left = rooms.indices.filter { !lost.contains($0) }.map { rooms[$0] }
        let keys: [(Int) -> Double] = [
            { needs[$0][0] }, { needs[$0].dropFirst(2).prefix(Demand.hours).max() ?? 0 }, { needs[$0][1] },
            { at in left.map { share(at, of: $0) }.min() ?? 0 },
        ]
        return keys.contains { key in
            let weighed = homeless.map { ($0, key($0)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            var budget = 20_000
            return settle(weighed.map(\.0)[...], left, &budget)
        }
    }

    /// Largest share of what is free.
    private func share(_ server: Int, of room: Room) -> Double {
        zip(needs[server], room.free).reduce(0) { $1.0 > 0 ? max($0, $1.0 / max($1.1, 1e-9)) : $0 }
    }

    private func settle(_ homeless: ArraySlice<Int>, _ rooms: [Room], _ budget: inout Int) -> Bool {
        guard let next = homeless.first else { return true }
        var seen: Set<Int> = []
        for at in rooms.indices where fits(next, rooms[at]) {
            if rooms[at].isEmpty, !seen.insert(rooms[at].size).inserted { continue }
            budget -= 1
            guard budget > 0 else { return false }
            var fuller = rooms
            fuller[at].free = Self.less(fuller[at].free, needs[next])
            fuller[at].isEmpty = false
            if settle(homeless.dropFirst(), fuller, &budget) { return true }
        }
        return false
    }

    private func fits(_ server: Int, _ room: Room) -> Bool {
        guard plan.servers[server].vcpus <= room.host.cpus else { return false }
        return zip(needs[server], room.free).allSatisfy { $0 <= $1 }
    }

    private static func less(_ room: [Double], _ need: [Double]) -> [Double] { zip(room, need).map { $0 - $1 } }
}
