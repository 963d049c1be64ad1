/// Trades hosts of one type for hosts of another that cost less together: some are closed, others opened, and ejection
/// chains settle their items. For packings on host types of different size and price, where emptying one host after the
/// other ends in a corner.
struct Exchange {
    let problem: PackingProblem
    let deadline: Deadline
    let seed: UInt64

    /// Hosts looked at together.
    private static let most = 60
    /// Hosts of one type that are closed together, at most.
    private static let widest = 6
    /// Trades that are tried in one call, the roomiest first.
    private static let tries = 6

    private struct Trade {
        var from: Int
        var closed: Int
        var to: Int
        var opened: Int
        /// The scarcest dimension's room after the trade, as a share of its demand.
        var room: Double
    }

    /// - Returns: the same packing, or a cheaper one.
    func run(_ layout: Layout) -> Layout {
        guard problem.types.count > 1 else { return layout }
        guard layout.hosts.count > Self.most else { return traded(layout, spare: spare(layout)) ?? layout }
        guard !problem.rules.areGlobal else { return layout }
        var random = Random(seed: seed)
        var hosts = layout.hosts
        random.shuffle(&hosts)
        return Layout(hosts: inParts(hosts, spare: spare(layout)))
    }

    private func inParts(_ hosts: [Layout.Bin], spare: [Int]) -> [Layout.Bin] {
        var (result, spare): ([Layout.Bin], [Int]) = ([], spare)
        for start in stride(from: 0, to: hosts.count, by: Self.most) {
            let part = Array(hosts[start..<min(start + Self.most, hosts.count)])
            let items = part.flatMap(\.items)
            var position = 0
            let local = part.map { host in
                defer { position += host.items.count }
                return Layout.Bin(type: host.type, items: Array(position..<position + host.items.count))
            }
            let exchange = Exchange(problem: problem.subset(items), deadline: deadline, seed: seed &+ UInt64(start))
            guard !deadline.isOver, let better = exchange.traded(Layout(hosts: local), spare: spare) else {
                result += part
                continue
            }
            for host in part where spare[host.type] != .max { spare[host.type] += 1 }
            for host in better.hosts where spare[host.type] != .max { spare[host.type] -= 1 }
            result += better.mapped(through: items).hosts
        }
        return result
    }

    /// Hosts of each type that are not in use.
    private func spare(_ layout: Layout) -> [Int] {
        var left = problem.types.map(\.limit)
        for host in layout.hosts where left[host.type] != .max { left[host.type] -= 1 }
        return left
    }

    private func traded(_ layout: Layout, spare: [Int]) -> Layout? {
        for trade in trades(layout, spare).prefix(Self.tries) where !deadline.isOver {
            if let better = carriedOut(trade, layout) { return better }
        }
        return nil
    }

    private func carriedOut(_ trade: Trade, _ layout: Layout) -> Layout? {
        let smallest = layout.hosts.indices.filter { layout.hosts[$0].type == trade.from }
            .sorted { (size(layout.hosts[$0]), $0) < (size(layout.hosts[$1]), $1) }.prefix(trade.closed)
        let closed = Set(smallest)
        let kept = layout.hosts.indices.filter { !closed.contains($0) }.map { layout.hosts[$0] }
        let bins = Bins(problem, Layout(hosts: kept))
        for _ in 0..<trade.opened { _ = bins.open(trade.to) }
        let homeless = closed.flatMap { layout.hosts[$0].items }.sorted {
            (problem.size[$1], $0) < (problem.size[$0], $1)
        }
        var squeeze = Squeeze(problem, bins, random: Random(seed: seed))
        squeeze.patience = 15
        return squeeze.settleAll(homeless, isOver: { deadline.isOver })
    }

    private func size(_ host: Layout.Bin) -> Double { host.items.reduce(0) { $0 + problem.size[$1] } }

    /// What would cost less and still carry the summed demand; the roomiest first.
    private func trades(_ layout: Layout, _ spare: [Int]) -> [Trade] {
        var counts = [Int](repeating: 0, count: problem.types.count)
        for host in layout.hosts { counts[host.type] += 1 }
        var found: [Trade] = []
        for from in problem.types.indices {
            for closed in stride(from: 1, through: min(counts[from], Self.widest), by: 1) {
                for to in problem.types.indices where to != from {
                    let opened = min(affordable(closed, of: from, in: to), spare[to])
                    let room = room(counts, from, closed, to, opened)
                    if room >= 0 { found.append(Trade(from: from, closed: closed, to: to, opened: opened, room: room)) }
                }
            }
        }
        return found.sorted { ($1.room, $0.closed) < ($0.room, $1.closed) }
    }

    /// The most hosts of type `to` that cost less than `closed` of type `from`.
    private func affordable(_ closed: Int, of from: Int, in to: Int) -> Int {
        let money = Double(closed) * problem.types[from].cost * (1 - 1e-9)
        let price = problem.types[to].cost
        guard price > 0 else { return closed * 4 }
        let count = Int(min(money / price, 1000))
        return Double(count) * price < money ? count : count - 1
    }

    private func room(_ counts: [Int], _ from: Int, _ closed: Int, _ to: Int, _ opened: Int) -> Double {
        guard opened >= 0 else { return -1 }
        var least = Double.infinity
        for d in 0..<problem.dimensions {
            var capacity = 0
            for type in counts.indices {
                let count = counts[type] - (type == from ? closed : 0) + (type == to ? opened : 0)
                capacity += count * problem.capacity(type, at: d)
            }
            let demand = Double(problem.total[d])
            if demand > 0 { least = min(least, (Double(capacity) - demand) / demand) }
        }
        return least
    }
}
