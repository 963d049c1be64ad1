internal import Estate

/// The days of the past that are judged by, each hour for itself. A weekly profile of one or two weeks is noise: one
/// Tuesday says less of the next than the last days do together.
struct PastDays {
    /// What is older hardly counts.
    static let most = 7
    static let hoursOfDay = 24
    /// Days after which a day counts half as much.
    static let halfLife = 1.5
    /// Hours of a day in which somebody must have watched; of less, nobody can say how the day was.
    static let leastHours = 12

    /// The first hour of each day, in hours since 1970, oldest first. Days end where the present hour began.
    let starts: [Int]

    /// - Parameter observed: the hours since 1970 in which anything was observed.
    init(observed: Set<Int>, window: LoadWindow, now: Moment) {
        let end = Self.hour(now)
        let days = min(Self.most, Int(window.days.rounded(.up)))
        starts = stride(from: days, through: 1, by: -1).map { end - $0 * Self.hoursOfDay }.filter { start in
            (start..<start + Self.hoursOfDay).count(where: observed.contains) >= Self.leastHours
        }
    }

    var days: Int { starts.count }

    /// All hours since 1970, oldest first.
    var hours: [Int] { starts.flatMap { $0..<($0 + Self.hoursOfDay) } }

    static func hour(_ moment: Moment) -> Int { Int((moment.seconds / 3600).rounded(.down)) }

    /// What each hour of so many days counts, oldest first; together 1.
    static func weights(days: Int) -> [Double] {
        let each = (0..<days).map { Fading.share(left: Double(days - 1 - $0), halfLife: halfLife) }
        let sum = each.reduce(0, +) * Double(hoursOfDay)
        return each.flatMap { repeatElement($0 / sum, count: hoursOfDay) }
    }
}
