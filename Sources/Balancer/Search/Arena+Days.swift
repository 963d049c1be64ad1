/// What several past days say together. Hours are dimensions, weighted by how long ago their day is.
extension Arena {
    /// Share of capacity above the level at which a host is relieved, as a weighted mean over the hours, summed over
    /// resources.
    func excess(_ host: Int) -> Double {
        var total = 0.0
        for d in 0..<dimensions where ceiling[d].isFinite {
            total += weight[d] * max(0, utilisation[host * dimensions + d] - ceiling[d] + headroom)
        }
        return total
    }

    /// The same, if `vm` came (sign 1) or went (sign -1).
    func excess(_ host: Int, with vm: Int, _ sign: Double) -> Double {
        var total = 0.0
        for d in 0..<dimensions where ceiling[d].isFinite {
            let change = sign * load[vm * dimensions + d] * inverse[host * dimensions + d]
            total += weight[d] * max(0, utilisation[host * dimensions + d] + change - ceiling[d] + headroom)
        }
        return total
    }

    /// On how many of the days the move of `vm` from its host to `target` takes excess away.
    func daysBetter(moving vm: Int, to target: Int) -> Int {
        var gain = [Double](repeating: 0, count: days)
        let (from, to) = (place[vm] * dimensions, target * dimensions)
        for d in 0..<dimensions where ceiling[d].isFinite {
            let level = ceiling[d] - headroom
            let less = load[vm * dimensions + d] * inverse[from + d]
            let more = load[vm * dimensions + d] * inverse[to + d]
            let (x, y) = (utilisation[from + d], utilisation[to + d])
            let better = max(0, x - level) - max(0, x - less - level) - max(0, y + more - level) + max(0, y - level)
            for day in daysOf(d) { gain[day] += better }
        }
        return gain.count { $0 > 1e-9 }
    }

    /// Days on which the host is above a ceiling in at least one hour; what they count together, 1 for all days; and
    /// how many hours these are.
    func overloadedDays(_ host: Int) -> (days: Int, share: Double, hours: Int) {
        var hours = Set<Int>()
        for d in 0..<dimensions
        where ceiling[d].isFinite && utilisation[host * dimensions + d] > ceiling[d] + 1e-9 {
            hours.formUnion(daysOf(d).flatMap { day in hour[d] < 0 ? Self.hours(of: day) : hour[d]..<(hour[d] + 1) })
        }
        let days = Set(hours.map { $0 / PastDays.hoursOfDay })
        let weights = PastDays.weights(days: self.days)
        let share = days.reduce(0) { $0 + weights[$1 * PastDays.hoursOfDay] * Double(PastDays.hoursOfDay) }
        return (days.count, share, hours.count)
    }

    /// Does a resource's utilisation deviate between the hosts by more than `tolerance`: as a weighted mean over the hours,
    /// and on at least so many of the days?
    ///
    /// - Parameter countsLoad: also what has a ceiling; otherwise memory only.
    func isUneven(above tolerance: Double, onDays least: Int, countsLoad: Bool) -> Bool {
        let resources = (resource.last ?? -1) + 1
        var mean = [Double](repeating: 0, count: resources)
        var byDay = [Double](repeating: 0, count: resources * days)
        for d in 0..<dimensions where countsLoad || !ceiling[d].isFinite {
            let deviation = deviation(sum[d], squares[d])
            mean[resource[d]] += share[d] * deviation
            for day in daysOf(d) {
                byDay[resource[d] * days + day] += hour[d] < 0 ? deviation : deviation / Double(PastDays.hoursOfDay)
            }
        }
        return (0..<resources).contains { index in
            mean[index] > tolerance && byDay[(index * days)..<((index + 1) * days)].count { $0 > tolerance } >= least
        }
    }

    /// The day of the dimension's hour; all days where it stands for all hours.
    private func daysOf(_ d: Int) -> Range<Int> {
        guard hour[d] >= 0 else { return 0..<days }
        let day = hour[d] / PastDays.hoursOfDay
        return day..<(day + 1)
    }

    private static func hours(of day: Int) -> Range<Int> {
        (day * PastDays.hoursOfDay)..<((day + 1) * PastDays.hoursOfDay)
    }
}
