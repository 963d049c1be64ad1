internal import Estate

/// A VM's load in each hour of the days that are judged by, oldest first.
struct DayLoad {
    var cores: [Double]
    var disk: [Double]
    var network: [Double]
    var observedHours: Int

    /// Nil when too few hours were observed.
    init?(_ records: [LoadRecord], _ past: PastDays, _ window: LoadWindow) {
        guard Set(records.map { PastDays.hour($0.start) }).count >= LoadWindow.leastHours else { return nil }
        let byHour = Dictionary(grouping: records) { PastDays.hour($0.start) }
        let hours = past.hours
        observedHours = hours.count { byHour[$0] != nil }
        func values(_ value: (LoadRecord) -> Double) -> [Double] {
            let stand = StandIn(records, window.percentile / 100, value)
            return hours.map { hour in byHour[hour]?.map(value).max() ?? stand.value(at: hour) }
        }
        cores = values(\.coresPeak)
        disk = values(\.diskBytes)
        network = values(\.networkBytes)
    }

    init(constant load: BalanceLoad, hours: Int) {
        func repeated(_ value: Double) -> [Double] { Array(repeating: value, count: hours) }
        (cores, disk, network) = (repeated(load.cores), repeated(load.disk), repeated(load.network))
        observedHours = hours
    }
}

/// What stands for an hour that was not observed: a percentile of the same hour on other days, else of all hours.
private struct StandIn {
    private let byHour: [Int: Double]
    private let overall: Double

    init(_ records: [LoadRecord], _ share: Double, _ value: (LoadRecord) -> Double) {
        overall = Self.percentile(records.map(value), share)
        byHour = Dictionary(grouping: records) { Self.hourOfDay(PastDays.hour($0.start)) }
            .mapValues { Self.percentile($0.map(value), share) }
    }

    func value(at hour: Int) -> Double { byHour[Self.hourOfDay(hour)] ?? overall }

    private static func hourOfDay(_ hour: Int) -> Int {
        ((hour % PastDays.hoursOfDay) + PastDays.hoursOfDay) % PastDays.hoursOfDay
    }

    /// The smallest value that at least `share` of the values do not pass.
    private static func percentile(_ values: [Double], _ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
}
