internal import Estate

/// Moves servers of a placement until every loss of hosts is survived: what a reserve that is the same on every host
/// cannot find where hosts differ.
struct PlacementRepair {
    let model: PlacementModel
    let failover: Failover
    private let bins: Bins

    /// Servers that are looked at, over all losses and steps.
    private static let work = 20_000_000
    private static let steps = 2000
    /// Placements that are tried one by one where they are few.
    private static let nodes = 100_000

    init(model: PlacementModel, failover: Failover) {
        self.model = model
        self.failover = failover
        bins = Bins.ofAllHosts(model)
    }

    /// Random moves that never make it worse.
    ///
    /// - Returns: the host of each server; nil when it stays broken.
    func mended(_ hosts: [Int]) -> [Int]? {
        for (unit, members) in model.units.enumerated() { bins.put(unit, in: hosts[members[0]]) }
        defer { for unit in model.units.indices { bins.take(unit) } }
        var random = Random(seed: 7)
        var left = failover.homeless(places)
        let cost = max(1, model.servers.count * failover.losses(hosts).count)
        var budget = min(Self.steps, Self.work / cost)
        while left > 0, budget > 0 {
            budget -= 1
            let unit = random.below(model.units.count)
            let from = Int(bins.place[unit])
            let to = random.below(model.hosts.count)
            guard to != from, bins.fits(unit, in: to) else { continue }
            move(unit, to)
            let now = failover.homeless(places)
            if now <= left { left = now } else { move(unit, from) }
        }
        return left == 0 ? places : nil
    }

    /// Every placement one by one, fewest hosts first, for few servers on few hosts.
    func searched() -> [Int]? {
        var budget = Self.nodes
        for most in 1...max(1, model.hosts.count) {
            defer { for unit in model.units.indices where bins.place[unit] >= 0 { bins.take(unit) } }
            if descend(0, most, &budget) { return places }
            guard budget > 0 else { return nil }
        }
        return nil
    }

    private func descend(_ unit: Int, _ most: Int, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget > 0 else { return false }
        guard unit < model.units.count else {
            budget -= model.servers.count
            return failover.broken(places) == nil
        }
        let used = (0..<bins.count).count { bins.members($0) > 0 }
        for bin in 0..<bins.count where bins.fits(unit, in: bin) {
            if bins.members(bin) == 0, used == most { continue }
            bins.put(unit, in: bin)
            if descend(unit + 1, most, &budget) { return true }
            bins.take(unit)
        }
        return false
    }

    private func move(_ unit: Int, _ host: Int) {
        bins.take(unit)
        bins.put(unit, in: host)
    }

    private var places: [Int] { bins.hosts(model) }
}
