/// Which dimensions there are, and what each host has and each VM uses of them.
struct ArenaSizes {
    var names: [String] = []
    var weight: [Double] = []
    var ceiling: [Double] = []
    /// host × dimension
    var inverse: [Double] = []
    /// host × dimension: utilisation without any VM.
    var reserved: [Double] = []
    /// VM × dimension
    var load: [Double] = []

    var count: Int { names.count }

    init(_ state: BalanceState, _ policy: BalancePolicy) {
        if policy.goal == .ganeti {
            add("vCPUs", 1, .infinity)
        } else {
            let hours = state.machines.first?.hourlyCores.count ?? 0
            for hour in 0..<max(1, hours) {
                add(hours == 0 ? "CPU" : "CPU@\(hour)", 1 / Double(max(1, hours)), policy.ceiling)
            }
        }
        let cpuDimensions = count
        add("memory", 1, .infinity)
        let disk = policy.goal != .ganeti && state.hosts.contains { $0.diskBytesPerSecond != nil }
        let network = policy.goal != .ganeti && state.hosts.contains { $0.networkBytesPerSecond != nil }
        if disk { add("disk", 0.5, policy.ceiling) }
        if network { add("network", 0.5, policy.ceiling) }
        sizeHosts(state, cpuDimensions, disk, network)
        sizeMachines(state, policy, disk, network)
    }

    private mutating func add(_ name: String, _ weight: Double, _ ceiling: Double) {
        names.append(name)
        self.weight.append(weight)
        self.ceiling.append(ceiling)
    }

    private mutating func sizeHosts(_ state: BalanceState, _ cpu: Int, _ disk: Bool, _ network: Bool) {
        inverse.reserveCapacity(state.hosts.count * count)
        for host in state.hosts {
            inverse += repeatElement(1 / host.cores, count: cpu)
            inverse.append(1 / Double(host.memoryMiB))
            // A host that does not say what its disk or network can do is never limited by them.
            if disk { inverse.append(host.diskBytesPerSecond.map { 1 / $0 } ?? 0) }
            if network { inverse.append(host.networkBytesPerSecond.map { 1 / $0 } ?? 0) }
            reserved += repeatElement(0, count: cpu)
            reserved.append(Double(host.reservedMiB) / Double(host.memoryMiB))
            reserved += repeatElement(0, count: (disk ? 1 : 0) + (network ? 1 : 0))
        }
    }

    private mutating func sizeMachines(
        _ state: BalanceState, _ policy: BalancePolicy, _ disk: Bool, _ network: Bool
    ) {
        load.reserveCapacity(state.machines.count * count)
        for machine in state.machines {
            if policy.goal == .ganeti {
                load.append(Double(machine.vcpus))
            } else if machine.hourlyCores.isEmpty {
                load.append(machine.load.cores)
            } else {
                load += machine.hourlyCores
            }
            load.append(Double(machine.memoryMiB))
            if disk { load.append(machine.load.disk) }
            if network { load.append(machine.load.network) }
        }
    }
}
