package import Estate

/// Over how much of the past load is judged.
package struct LoadWindow: Sendable, Hashable, Codable {
    /// Days back from now; 0 judges by the present alone.
    package var days: Double
    /// Of what was observed in an hour of the week, 0 to 100.
    package var percentile: Double

    /// Different hours of the week that must have been observed before the past counts.
    static let leastHours = 24
    static let hoursOfWeek = 168

    package init(days: Double = 14, percentile: Double = 95) {
        self.days = days
        self.percentile = percentile
    }
}

extension BalanceState {
    /// Gives each VM its cores, disk and network by hour of the week (UTC), from what was observed of it within the
    /// window. Hours of the week that were never observed count like the percentile of all that was. Where no VM has a
    /// past of a day, nothing changes; a VM without one counts at all hours as it does now.
    ///
    /// - Parameter records: of machines, each of at most an hour, in any order.
    package mutating func remember(_ records: [LoadRecord], window: LoadWindow, now: Moment) {
        let first = now.seconds - window.days * 86_400
        let recent = Dictionary(
            grouping: records.filter { $0.subject == .machine && $0.start.seconds >= first }, by: \.name)
        let known = machines.map { machine in recent[machine.name].flatMap { WeekLoad($0, window) } }
        guard known.contains(where: { $0 != nil }) else { return }
        for (index, week) in known.enumerated() {
            let name = machines[index].name
            if week == nil { gaps.append("VM \(name) has no past of a day; its present load stands for all hours") }
            let week = week ?? WeekLoad(constant: machines[index].load)
            machines[index].hourlyCores = week.cores
            machines[index].hourlyDisk = week.disk
            machines[index].hourlyNetwork = week.network
            if week.observedHours < LoadWindow.hoursOfWeek {
                gaps.append("VM \(name) was observed in \(week.observedHours) of 168 hours of the week")
            }
        }
    }
}

/// A VM's load by hour of the week.
struct WeekLoad {
    var cores: [Double]
    var disk: [Double]
    var network: [Double]
    var observedHours: Int

    /// Nil when too few hours were observed.
    init?(_ records: [LoadRecord], _ window: LoadWindow) {
        var byHour = [[LoadRecord]](repeating: [], count: LoadWindow.hoursOfWeek)
        for record in records { byHour[Self.hour(record.start)].append(record) }
        observedHours = byHour.count { !$0.isEmpty }
        guard observedHours >= LoadWindow.leastHours else { return nil }
        func hours(_ value: (LoadRecord) -> Double) -> [Double] {
            let share = window.percentile / 100
            let overall = Self.percentile(records.map(value), share)
            return byHour.map { $0.isEmpty ? overall : Self.percentile($0.map(value), share) }
        }
        cores = hours(\.coresPeak)
        disk = hours(\.diskBytes)
        network = hours(\.networkBytes)
    }

    init(constant load: BalanceLoad) {
        func hours(_ value: Double) -> [Double] { Array(repeating: value, count: LoadWindow.hoursOfWeek) }
        (cores, disk, network) = (hours(load.cores), hours(load.disk), hours(load.network))
        observedHours = LoadWindow.hoursOfWeek
    }

    /// Hours since Monday 00:00 UTC. 1970 began on a Thursday.
    static func hour(_ moment: Moment) -> Int {
        let hours = Int((moment.seconds / 3600).rounded(.down)) + 72
        return ((hours % LoadWindow.hoursOfWeek) + LoadWindow.hoursOfWeek) % LoadWindow.hoursOfWeek
    }

    /// The smallest value that at least `share` of the values do not pass.
    static func percentile(_ values: [Double], _ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
    }
}
