package import Estate

extension SimulatedPool {
    package func check(_ definition: MachineDefinition, on host: String) throws -> [Concern] {
        let home = try reach(host)
        if let silent = hostList.first(where: { !$0.reachable }) { _ = try reach(silent.name) }
        return DefinitionCheck(
            definition: definition, host: home, machines: entries.map(\.machine), formats: ["raw", "qcow2"],
            networks: .known(networks), starts: startGuard, own: []
        ).all
    }

    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) throws -> Machine {
        try check(definition, on: host).refuseDefinition(of: definition.name)
        entries.removeAll { $0.machine.uuid == definition.uuid && $0.machine.host == host }
        var machine = Machine(
            name: definition.name, uuid: definition.uuid, host: host, state: .shutOff, vcpus: definition.vcpus,
            memoryBytes: UInt64(definition.memoryMiB) << 20, disks: definition.disks.map(\.url),
            macs: definition.interfaces.map(\.mac))
        machine.origin = definition.origin
        entries.append(
            Entry(machine: machine, images: definition.disks.filter { !$0.readOnly }.map { ImageName($0.url) }))
        return machine
    }

    private var startGuard: StartGuard {
        let reachable = Set(hostList.filter(\.reachable).map(\.name))
        return StartGuard(
            known: entries.filter { reachable.contains($0.machine.host) }.map(StartGuard.Known.init),
            unreachable: hostList.filter { !$0.reachable }.map { ($0.name, "it does not answer") },
            distinctServers: Set(repositories.compactMap { ImageName($0.url).server }))
    }

    package func start(_ machine: String, on host: String, despiteSilenceOf dead: Set<String>) throws {
        let index = try index(machine, on: host, to: "start the machine")
        let entry = entries[index]
        try startGuard.check(StartGuard.Known(entry), despiteSilenceOf: dead)
        let free = try reach(host).freeMemoryBytes
        guard free >= entry.machine.memoryBytes else {
            throw Failure(
                "start the machine", on: machine,
                because: "\(host) has \(free >> 20) MiB free, it needs \(entry.machine.memoryBytes >> 20) MiB",
                next: "free memory on the host, or choose another", exit: .refused)
        }
        entries[index].machine.state = .running
    }

    package func shutDown(_ machine: String, on host: String, within limit: Duration) throws {
        try powerOff(machine, on: host)
    }

    package func load(over interval: Duration) async throws -> PoolLoad {
        if physics.pace > 0 { try await Task.sleep(for: interval * physics.pace) }
        let reachable = hostList.filter(\.reachable)
        let names = Set(reachable.map(\.name))
        let machines = entries.filter { $0.active && names.contains($0.machine.host) }.map { entry in
            MachineLoad(machine: entry.machine.name, host: entry.machine.host, sample: entry.load ?? entry.idle)
        }
        let byHost = Dictionary(grouping: machines, by: \.host)
        let hosts = reachable.map { host in
            HostLoad(host: host.name, cpus: host.cpus, sample: Rates.sum((byHost[host.name] ?? []).map(\.sample)))
        }
        let silent = hostList.filter { !$0.reachable }.map { ($0.name, "it does not answer") }
        return PoolLoad(
            seconds: interval.inSeconds, machines: machines, hosts: hosts,
            unknown: Dictionary(silent) { first, _ in first })
    }
}

extension SimulatedPool.Entry {
    /// Nothing was set: it does nothing, and fills half of its memory.
    var idle: LoadSample {
        LoadSample(
            coresBusy: 0, memoryBytes: Double(machine.memoryBytes) / 2, diskOperations: 0, diskBytes: 0,
            networkBytes: 0)
    }
}

extension StartGuard.Known {
    init(_ entry: SimulatedPool.Entry) {
        self.init(
            name: entry.machine.name, uuid: entry.machine.uuid, host: entry.machine.host, active: entry.active,
            images: entry.images)
    }
}
