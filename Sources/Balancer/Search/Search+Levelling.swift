/// Imbalance: the best move from the heaviest to the lightest hosts, again and again, while it gains more than it costs.
extension Search {
    private struct Candidate {
        var vm: Int
        var target: Int
        var gain: Double
        /// Gain minus price: what candidates are ranked by.
        var worth: Double
    }

    mutating func level() {
        // A small pool is looked at whole at every step.
        let pairs = arena.activeCount * arena.place.count * arena.dimensions
        var width = pairs <= 400_000 ? arena.activeCount : 8
        var refused = 0
        while !isLevel {
            if steps.count % 512 == 0 { arena.sumUp() }
            if takeBest(width) {
                refused = 0
                continue
            }
            // Nothing among the extremes: look at more hosts, and at last at all of them, before giving up.
            guard width < arena.activeCount, refused < 3, canWiden(width) else { return }
            refused += 1
            width = refused == 3 ? arena.activeCount : width * 4
        }
    }

    /// A full look at a very large pool would take longer than it gains.
    private func canWiden(_ width: Int) -> Bool {
        let pairs = Double(min(arena.activeCount, width * 4)) * Double(arena.place.count) * Double(arena.dimensions)
        return pairs < 200_000_000
    }

    private var isLevel: Bool {
        switch policy.goal {
        case .ganeti: arena.imbalance < 1e-9
        default:
            arena.days > 0
                ? !isUnevenOverDays
                : (0..<arena.dimensions).allSatisfy { resourceDeviation($0) <= policy.tolerance }
        }
    }

    /// Where days are known, load that is unevenly spread and below its ceilings hurts nobody: only `spread` evens it out.
    private var isUnevenOverDays: Bool {
        let days = min(Self.agreeingDays, arena.days)
        return arena.isUneven(above: policy.tolerance, onDays: days, countsLoad: policy.goal == .spread)
    }

    private func resourceDeviation(_ d: Int) -> Double { arena.deviation(arena.sum[d], arena.squares[d]) }

    private mutating func takeBest(_ width: Int) -> Bool {
        for candidate in candidates(width).prefix(32) where commit(candidate.vm, to: candidate.target) { return true }
        return false
    }

    private func candidates(_ width: Int) -> [Candidate] {
        let (heavy, light) = extremes(width)
        let now = arena.imbalance
        var best = Best<Candidate>(32) { ($0.worth, -Double($0.vm)) > ($1.worth, -Double($1.vm)) }
        let lightest = arena.bestTarget(of: light)
        for source in heavy {
            for vm in arena.members[source] where mayMove(vm) {
                let (departure, price) = (arena.departure(vm), price(vm))
                let most = arena.mostGain(departure, to: lightest)
                guard most - price > 0, isWorthwhile(most, now),
                    best.wants({ $0.worth <= most - price })
                else { continue }
                for target in light where target != source && arena.admits(vm, on: target) {
                    let gain = now - arena.imbalance(departure, to: target)
                    let worth = gain - price
                    guard worth > 0, isWorthwhile(gain, now),
                        best.wants({ ($0.worth, -Double($0.vm)) < (worth, -Double(vm)) }),
                        keepsCeilings(vm, source, target)
                    else { continue }
                    best.add(Candidate(vm: vm, target: target, gain: gain, worth: worth))
                }
            }
        }
        return best.items
    }

    /// hbal's stop rule; our own is the price.
    private func isWorthwhile(_ gain: Double, _ now: Double) -> Bool {
        guard policy.goal == .ganeti else { return true }
        return gain > 1e-9 && (now > policy.gainLimit || gain >= policy.minimumGain)
    }

    /// In units of the imbalance: one move changes the mean of n hosts by 1/n of what it changes on one.
    private func price(_ vm: Int) -> Double {
        guard policy.goal != .ganeti else { return 0 }
        let onOneHost = policy.price + policy.pricePerGiB * Double(arena.memory[vm]) / 1024
        return onOneHost / Double(arena.activeCount)
    }

    private func keepsCeilings(_ vm: Int, _ source: Int, _ target: Int) -> Bool {
        guard policy.goal != .ganeti else { return true }
        if arena.days > 0 {
            return arena.excess(target, with: vm, 1) + arena.excess(source, with: vm, -1)
                <= arena.excess(target) + arena.excess(source) + 1e-9
        }
        return arena.overload(target, with: vm, 1) == 0
            || arena.overload(target, with: vm, 1) + arena.overload(source, with: vm, -1)
                < arena.overload(target) + arena.overload(source) - 1e-6
    }

    /// The heaviest and the lightest hosts, by the sum of their distances from the mean in standard deviations.
    private func extremes(_ width: Int) -> (heavy: [Int], light: [Int]) {
        if width >= arena.activeCount {
            let hosts = arena.hostNames.indices.filter { arena.active[$0] }
            return (hosts, hosts)
        }
        // A constant shift for all hosts does not change their order: the means are left out.
        let scale = (0..<arena.dimensions).map { arena.weight[$0] / max(resourceDeviation($0), 1e-12) }
        var heavy = Best<(Double, Int)>(width) { ($0.0, -$0.1) > ($1.0, -$1.1) }
        var light = Best<(Double, Int)>(width) { ($0.0, $0.1) < ($1.0, $1.1) }
        for host in arena.active.indices where arena.active[host] {
            let entry = (arena.pressure(host, scale), host)
            if heavy.wants({ $0.0 < entry.0 }) { heavy.add(entry) }
            if light.wants({ $0.0 > entry.0 }) { light.add(entry) }
        }
        return (heavy.items.map(\.1), light.items.map(\.1))
    }
}
