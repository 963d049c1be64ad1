internal import Estate

/// The loss of hosts as the checker reads it: the VMs of the lost hosts restart on what the others have free, and
/// nobody else moves. Rules rest meanwhile.
struct HostLosses {
    struct Room {
        var host: Host
        var free: [Double]
        /// Those of the plan's servers that are on it, by index.
        var members: [Int]
        var isEmpty: Bool
        /// Hosts of one size; of those that are empty one is as good as the other.
        var size: Int
    }

    let plan: Plan
    let needs: [[Double]]
    let rooms: [Room]
    private let survive: Int

    /// Combinations of lost hosts that are tried at most; where there are more, that is a finding.
    var most = 20_000
    /// Steps that a search for places takes in each of its orders before it gives up.
    var patience = 20_000

    init(plan: Plan, hosts: [Host], demands: [Demand], loads: HostLoads) {
        self.plan = plan
        survive = plan.policy.survive
        let demandOf = Dictionary(demands.map { ($0.server, $0) }, uniquingKeysWith: { first, _ in first })
        let needs = plan.servers.map { loads.need(of: $0, demandOf[$0.server]) }
        var sizes: [[Double]] = []
        self.needs = needs
        let membersOf = Dictionary(grouping: plan.servers.indices) { plan.servers[$0].host }
        rooms = hosts.filter { !$0.inMaintenance && $0.reachable }.map { host in
            let whole = loads.room(of: host)
            let key = whole + [Double(host.cpus)]
            let size = sizes.firstIndex(of: key) ?? sizes.count
            if size == sizes.count { sizes.append(key) }
            let members = membersOf[host.name] ?? []
            return Room(
                host: host, free: members.reduce(whole) { Self.less($0, needs[$1]) }, members: members,
                isEmpty: members.isEmpty, size: size)
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
            guard tried <= most else { return false }
            found += words(restart(without: lost), lost)
            return true
        }
        if tried > most { found.append("survive \(survive): only \(most) losses of hosts were tried") }
        return found
    }

    /// Both no and not known are findings; the words tell them apart.
    private func words(_ restart: Restart, _ lost: [Int]) -> [String] {
        let names = lost.map { rooms[$0].host.name }.joined(separator: " and ")
        switch restart {
        case .found: return []
        case .none: return ["after the loss of \(names) not all its VMs find a place while the others stay"]
        case .unknown(let steps):
            return [
                "after the loss of \(names) no place was found for all its VMs in \(steps) steps while the others stay, "
                    + "and it is not known that there is none"
            ]
        }
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

    static func less(_ room: [Double], _ need: [Double]) -> [Double] { zip(room, need).map { $0 - $1 } }
}
