extension Arena {
    /// Sum over dimensions of weight × standard deviation of utilisation over active hosts.
    var imbalance: Double {
        guard activeCount > 0 else { return 0 }
        var total = 0.0
        for d in 0..<dimensions { total += weight[d] * deviation(sum[d], squares[d]) }
        return total
    }

    func deviation(_ sum: Double, _ squares: Double) -> Double {
        let n = Double(activeCount)
        let mean = sum / n
        return max(0, squares / n - mean * mean).squareRoot()
    }

    /// The sums as they are once `vm` has left its host; the same for every host that it may go to.
    func departure(_ vm: Int) -> Departure {
        let from = place[vm] * dimensions
        return Departure(
            terms: (0..<dimensions).map { d in
                let amount = load[vm * dimensions + d]
                let less = amount * inverse[from + d]
                return Departure.Term(
                    amount: amount, sum: sum[d] - less,
                    squares: squares[d] - less * (2 * utilisation[from + d] - less), weight: weight[d])
            })
    }

    /// Imbalance after the VM that left came to `target`; both hosts active.
    func imbalance(_ departure: Departure, to target: Int) -> Double {
        let n = 1 / Double(activeCount)
        var at = target * dimensions
        let (inverse, utilisation) = (inverse.span, utilisation.span)
        var total = 0.0
        for term in departure.terms {
            let more = term.amount * inverse[at]
            let mean = (term.sum + more) * n
            let square = (term.squares + more * (2 * utilisation[at] + more)) * n
            total += term.weight * max(0, square - mean * mean).squareRoot()
            at += 1
        }
        return total
    }

    /// What no move of the VM that left can pass: each dimension as good as the best of all targets makes it. Many VMs need
    /// no further look.
    func mostGain(_ departure: Departure, to targets: [Departure.Target]) -> Double {
        let n = 1 / Double(activeCount)
        var total = 0.0
        for (d, term) in departure.terms.enumerated() {
            let target = targets[d]
            let (least, most) = (term.amount * target.leastInverse, term.amount * target.mostInverse)
            let mean = (term.sum + most) * n
            let square = (term.squares + least * (2 * target.leastUtilisation + least)) * n
            let best = max(0, square - mean * mean).squareRoot()
            total += term.weight * max(0, deviation(sum[d], squares[d]) - best)
        }
        // Rounding must not hide a gain.
        return total + 1e-12
    }

    /// The best of some hosts, dimension by dimension.
    func bestTarget(of hosts: [Int]) -> [Departure.Target] {
        (0..<dimensions).map { d in
            hosts.reduce(into: Departure.Target()) { best, host in
                let at = host * dimensions + d
                best.leastUtilisation = min(best.leastUtilisation, utilisation[at])
                best.leastInverse = min(best.leastInverse, inverse[at])
                best.mostInverse = max(best.mostInverse, inverse[at])
            }
        }
    }

    /// Utilisation, each dimension multiplied by `scale`, summed.
    func pressure(_ host: Int, _ scale: [Double]) -> Double {
        var total = 0.0
        for d in 0..<dimensions { total += scale[d] * utilisation[host * dimensions + d] }
        return total
    }

    /// Share above the ceiling on one host, summed over dimensions.
    func overload(_ host: Int) -> Double {
        var total = 0.0
        for d in 0..<dimensions where ceiling[d].isFinite {
            total += weight[d] * max(0, utilisation[host * dimensions + d] - ceiling[d] - 1e-9)
        }
        return total
    }

    /// The same, if `vm` came (sign 1) or went (sign -1).
    func overload(_ host: Int, with vm: Int, _ sign: Double) -> Double {
        var total = 0.0
        for d in 0..<dimensions where ceiling[d].isFinite {
            let u = utilisation[host * dimensions + d]
            let change = sign * load[vm * dimensions + d] * inverse[host * dimensions + d]
            total += weight[d] * max(0, u + change - ceiling[d] - 1e-9)
        }
        return total
    }

    /// The largest share of capacity over its ceiling (1 where there is none) that the host would have with `vm`.
    func tightness(_ host: Int, with vm: Int) -> Double {
        var worst = 0.0
        for d in 0..<dimensions {
            let u = utilisation[host * dimensions + d] + load[vm * dimensions + d] * inverse[host * dimensions + d]
            worst = max(worst, ceiling[d].isFinite ? u / ceiling[d] : u)
        }
        return worst
    }

    /// Hosts that are above a ceiling: at any hour, or, where the hours are of past days, on days that count at least
    /// half.
    func isOverloaded(_ host: Int) -> Bool {
        guard days > 0 else { return overload(host) > 0 }
        return overloadedDays(host).share >= 0.5
    }

    mutating func score(of state: BalanceState) -> BalanceScore {
        sumUp()
        let over = hostNames.indices.filter { active[$0] && isOverloaded($0) }
        let critical = spare.critical(self).map { hostNames[$0] }
        return BalanceScore(
            overload: hostNames.indices.reduce(0) { active[$1] ? $0 + overload($1) : $0 }, imbalance: imbalance,
            hbal: hbalMetric(of: state),
            overloaded: over.map { hostNames[$0] }, criticalHosts: critical,
            survivesHostLoss: state.survivesHostLoss(critical: critical))
    }

    /// Ganeti's score, whatever our own goal is.
    private func hbalMetric(of state: BalanceState) -> Double {
        let hosts = hostNames.indices.filter { active[$0] }
        let memory = hosts.map { host in
            Double(memoryUsed[host] + state.hosts[host].reservedMiB) / Double(state.hosts[host].memoryMiB)
        }
        let processors = hosts.map { Double(vcpusUsed[$0]) / state.hosts[$0].cores }
        return Self.deviation(of: memory) + Self.deviation(of: processors)
    }

    private static func deviation(of values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}

/// What is left of the sums without one VM, dimension by dimension.
struct Departure {
    struct Term {
        var amount: Double
        var sum: Double
        var squares: Double
        var weight: Double
    }

    /// A host that no real one is better than.
    struct Target {
        var leastUtilisation = Double.infinity
        var leastInverse = Double.infinity
        var mostInverse = 0.0
    }

    var terms: [Term]
}
