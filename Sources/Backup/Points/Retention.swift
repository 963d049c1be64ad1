package import Estate

/// Which points of one VM stay: the newest ones, and of each day, week and month the newest, so many of each. Pure.
package struct Retention: Sendable, Hashable, Codable {
    package var last: Int
    package var daily: Int
    package var weekly: Int
    package var monthly: Int

    package init(last: Int = 0, daily: Int = 0, weekly: Int = 0, monthly: Int = 0) {
        (self.last, self.daily, self.weekly, self.monthly) = (last, daily, weekly, monthly)
    }

    /// Nothing would stay.
    package var keepsNothing: Bool { max(last, daily, weekly, monthly) <= 0 }

    /// Why each point that stays does, by its time; points that are not named go. Days, weeks (from Monday) and months are
    /// UTC's.
    package func kept(of points: [Moment]) -> [Moment: [String]] {
        let newest = points.sorted(by: >)
        var reasons: [Moment: [String]] = [:]
        for (point, place) in zip(newest, 1...) where place <= last {
            reasons[point, default: []].append("last \(place)")
        }
        let ages: [(String, Int, (CivilDate) -> Int)] = [
            ("day", daily, { $0.days }), ("week", weekly, { ($0.days + 3) / 7 }),
            ("month", monthly, { $0.year * 12 + $0.month }),
        ]
        for (word, count, age) in ages {
            var seen: Set<Int> = []
            for point in newest {
                guard seen.count < count else { break }
                if seen.insert(age(CivilTime(point).date)).inserted {
                    reasons[point, default: []].append("\(word) \(seen.count)")
                }
            }
        }
        return reasons
    }
}
