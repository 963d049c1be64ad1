/// Which dimensions there are, and what each host has and each VM uses of them.
struct ArenaSizes {
    var names: [String] = []
    var weight: [Double] = []
    var ceiling: [Double] = []
    /// Dimension: its hour, or -1 where it stands for all hours.
    var hour: [Int] = []
    /// Dimension: its resource, counted from 0, and what it counts of it; together 1 a resource.
    var resource: [Int] = []
    var share: [Double] = []
    /// host × dimension
    var inverse: [Double] = []
    /// host × dimension: utilisation without any VM.
    var reserved: [Double] = []
    /// VM × dimension
    var load: [Double] = []

    /// Of how many past days the hours are; 0 where they are not of days.
    let days: Int

    var count: Int { names.count }

    init(_ state: BalanceState, _ policy: BalancePolicy) {
        let isGaneti = policy.goal == .ganeti
        let first = state.machines.first
        days = isGaneti ? 0 : state.days
        let cpu = isGaneti ? 1 : add("CPU", 1, policy.ceiling, hours: first?.hourlyCores.count ?? 0)
        if isGaneti { add("vCPUs", 1, .infinity) }
        add("memory", 1, .infinity)
        let hasDisk = !isGaneti && state.hosts.contains { $0.diskBytesPerSecond != nil }
        let hasNetwork = !isGaneti && state.hosts.contains { $0.networkBytesPerSecond != nil }
        let disk = hasDisk ? add("disk", 0.5, policy.ceiling, hours: first?.hourlyDisk.count ?? 0) : 0
        let network = hasNetwork ? add("network", 0.5, policy.ceiling, hours: first?.hourlyNetwork.count ?? 0) : 0
        sizeHosts(state, cpu, disk, network)
        sizeMachines(state, isGaneti, hasDisk, hasNetwork)
    }

    /// One dimension, or one of each hour with its share of the weight; says how many. Hours of past days count the less
    /// the longer ago the day is.
    @discardableResult
    private mutating func add(_ name: String, _ weight: Double, _ ceiling: Double, hours: Int = 0) -> Int {
        let dimensions = max(1, hours)
        let shares =
            days > 0 && hours > 0
            ? PastDays.weights(days: days) : Array(repeating: 1 / Double(dimensions), count: dimensions)
        let index = (resource.last ?? -1) + 1
        share += shares
        resource += repeatElement(index, count: dimensions)
        for hour in 0..<dimensions {
            names.append(hours == 0 ? name : "\(name)@\(hour)")
            self.hour.append(hours == 0 ? -1 : hour)
            self.weight.append(weight * shares[hour])
            self.ceiling.append(ceiling)
        }
        return dimensions
    }

    private mutating func sizeHosts(_ state: BalanceState, _ cpu: Int, _ disk: Int, _ network: Int) {
        inverse.reserveCapacity(state.hosts.count * count)
        for host in state.hosts {
            inverse += repeatElement(1 / host.cores, count: cpu)
            inverse.append(1 / Double(host.memoryMiB))
            // A host that does not say what its disk or network can do is never limited by them.
            inverse += repeatElement(host.diskBytesPerSecond.map { 1 / $0 } ?? 0, count: disk)
            inverse += repeatElement(host.networkBytesPerSecond.map { 1 / $0 } ?? 0, count: network)
            reserved += repeatElement(0, count: cpu)
            reserved.append(Double(host.reservedMiB) / Double(host.memoryMiB))
            reserved += repeatElement(0, count: disk + network)
        }
    }

    private mutating func sizeMachines(_ state: BalanceState, _ isGaneti: Bool, _ disk: Bool, _ network: Bool) {
        load.reserveCapacity(state.machines.count * count)
        for machine in state.machines {
            if isGaneti {
                load.append(Double(machine.vcpus))
            } else {
                append(machine.hourlyCores, or: machine.load.cores)
            }
            load.append(Double(machine.memoryMiB))
            if disk { append(machine.hourlyDisk, or: machine.load.disk) }
            if network { append(machine.hourlyNetwork, or: machine.load.network) }
        }
    }

    private mutating func append(_ hourly: [Double], or single: Double) {
        if hourly.isEmpty { load.append(single) } else { load += hourly }
    }
}
