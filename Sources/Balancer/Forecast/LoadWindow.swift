package import Estate

/// Over how much of the past load is judged.
package struct LoadWindow: Sendable, Hashable, Codable {
    /// Days back from now; 0 judges by the present alone.
    package var days: Double
    /// What stands for an hour that was not observed: this percentile, 0 to 100, of the same hour on other days.
    package var percentile: Double

    /// Different hours that must have been observed of a VM before its past counts.
    static let leastHours = 24

    package init(days: Double = 14, percentile: Double = 95) {
        self.days = days
        self.percentile = percentile
    }
}

extension BalanceState {
    /// Gives each VM its cores, disk and network in each hour of the last days, from what was observed of it. Days
    /// that nobody watched are left out. Where no VM has a past of a day, nothing changes; a VM without one counts at
    /// all hours as it does now.
    ///
    /// - Parameter records: of machines, each of at most an hour, in any order. What is older than the last seven days
    ///   but within the window stands in for hours that were not observed.
    package mutating func remember(_ records: [LoadRecord], window: LoadWindow, now: Moment) {
        let first = now.seconds - window.days * 86_400
        let seen = records.filter { $0.subject == .machine && $0.start.seconds >= first && $0.start <= now }
        let past = PastDays(observed: Set(seen.map { PastDays.hour($0.start) }), window: window, now: now)
        let byName = Dictionary(grouping: seen, by: \.name)
        let known = machines.map { machine in byName[machine.name].flatMap { DayLoad($0, past, window) } }
        guard past.days > 0, known.contains(where: { $0 != nil }) else { return }
        days = past.days
        for (index, load) in known.enumerated() {
            let name = machines[index].name
            if load == nil { gaps.append("VM \(name) has no past of a day; its present load stands for all hours") }
            give(load ?? DayLoad(constant: machines[index].load, hours: past.hours.count), to: index)
            if let load, load.observedHours < past.hours.count {
                gaps.append(
                    "VM \(name) was observed in \(load.observedHours) of the \(past.hours.count) hours judged by")
            }
        }
    }

    /// Adds VMs of which only the present is known: at all hours they count as they do now.
    package mutating func add(_ others: [BalanceMachine]) {
        let hours = days * PastDays.hoursOfDay
        for other in others {
            machines.append(other)
            if hours > 0 { give(DayLoad(constant: other.load, hours: hours), to: machines.count - 1) }
        }
    }

    private mutating func give(_ load: DayLoad, to index: Int) {
        machines[index].hourlyCores = load.cores
        machines[index].hourlyDisk = load.disk
        machines[index].hourlyNetwork = load.network
    }
}
