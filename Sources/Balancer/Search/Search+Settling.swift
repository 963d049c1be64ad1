/// Overload that several past days agree on: from the host with most of it, the move that takes most away for its
/// price, again and again, until no move is worth its price. A quiet night moves nothing.
///
/// The price of a move: that something is moved at all, its memory on the wire, the seconds that it stands still, and
/// more for a VM that moved lately, since that move would partly be undone.
extension Search {
    private struct Settling {
        var vm: Int
        var target: Int
        /// Excess that goes away, less the price.
        var worth: Double
    }

    /// A move helps on at least so many of the days, where so many are known.
    static let agreeingDays = 2
    /// In a large pool the lightest so many hosts are looked at as targets.
    private static let widest = 48

    mutating func settle() {
        var stuck: Set<Int> = []
        while let host = worstHost(except: stuck, by: { arena.excess($0) }) {
            if !settleOnce(host) { stuck.insert(host) }
        }
        for host in stuck.sorted() { explainLeft(host) }
    }

    private mutating func settleOnce(_ host: Int) -> Bool {
        for move in settlings(host) where commit(move.vm, to: move.target) { return true }
        return false
    }

    /// What is worth its price, best first.
    private func settlings(_ host: Int) -> [Settling] {
        var best = Best<Settling>(8) { ($0.worth, -Double($0.vm)) > ($1.worth, -Double($1.vm)) }
        let (now, targets) = (arena.excess(host), lightest())
        let agreeing = min(Self.agreeingDays, arena.days)
        for vm in arena.members[host] where mayMove(vm) {
            let less = now - arena.excess(host, with: vm, -1) - settlingPrice(vm)
            guard less > 0 else { continue }
            for target in targets where arena.admits(vm, on: target) {
                let worth = less - arena.excess(target, with: vm, 1) + arena.excess(target)
                guard worth > 0, best.wants({ ($0.worth, -Double($0.vm)) < (worth, -Double(vm)) }),
                    arena.daysBetter(moving: vm, to: target) >= agreeing
                else { continue }
                best.add(Settling(vm: vm, target: target, worth: worth))
            }
        }
        return best.items
    }

    private func settlingPrice(_ vm: Int) -> Double {
        let size = policy.settlingPricePerGiB * Double(arena.memory[vm]) / 1024
        let pause = policy.settlingPricePerSecond * arena.cost[vm].blackoutMilliseconds / 1000
        return (policy.settlingPrice + size + pause) * arena.reluctance[vm]
    }

    private func lightest() -> [Int] {
        let hosts = arena.hostNames.indices.filter { arena.active[$0] }
        guard hosts.count > Self.widest else { return hosts }
        return hosts.map { (arena.pressure($0, arena.weight), $0) }.sorted(by: <).prefix(Self.widest).map(\.1)
    }

    /// Only of a host that is above its ceiling on several days: what one day was is no plan's matter.
    private mutating func explainLeft(_ host: Int) {
        let over = arena.overloadedDays(host)
        guard over.days >= min(Self.agreeingDays, arena.days) else { return }
        let name = arena.hostNames[host]
        let hours = "\(over.hours) of \(arena.days * PastDays.hoursOfDay) hours on \(over.days) of \(arena.days) days"
        let loaded = arena.members[host].filter { arena.excess(host, with: $0, -1) < arena.excess(host) }
        let free = loaded.filter(mayMove)
        if !loaded.isEmpty, free.isEmpty {
            stays.append(
                (nil, host, "\(name) was overloaded in \(hours): none of its \(loaded.count) loaded VMs can move"))
            stays += loaded.prefix(20).map { ($0, host, whyNot($0)) }
        } else {
            stays.append((nil, host, "\(name) was overloaded in \(hours): no move gains more than it costs"))
        }
    }
}
