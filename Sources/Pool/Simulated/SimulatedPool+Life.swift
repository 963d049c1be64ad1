package import Estate

extension SimulatedPool {
    @discardableResult
    package func define(_ definition: MachineDefinition, on host: String) throws -> Machine {
        try definition.check()
        _ = try reach(host)
        let reachable = Set(hostList.filter(\.reachable).map(\.name))
        entries.removeAll { entry in
            entry.machine.name == definition.name && entry.machine.uuid == definition.uuid
                && entry.machine.host == host && !entry.active
        }
        let taken = entries.first { entry in
            reachable.contains(entry.machine.host)
                && (entry.machine.name == definition.name || entry.machine.uuid == definition.uuid)
        }
        if let taken {
            throw Failure(
                "define the machine", on: definition.name,
                because: "its name or UUID is taken by \(taken.machine.name) on \(taken.machine.host)",
                next: "give the new machine another name, or remove the old one", exit: .refused)
        }
        let machine = Machine(
            name: definition.name, uuid: definition.uuid, host: host, state: .shutOff, vcpus: definition.vcpus,
            memoryBytes: UInt64(definition.memoryMiB) << 20, disks: definition.disks.map(\.url),
            macs: definition.interfaces.map(\.mac))
        entries.append(
            Entry(machine: machine, images: definition.disks.filter { !$0.readOnly }.map { ImageName($0.url) }))
        return machine
    }

    package func start(_ machine: String, on host: String, despiteUnreachable: Bool) throws {
        let index = try index(machine, on: host, to: "start the machine")
        let entry = entries[index]
        let reachable = Set(hostList.filter(\.reachable).map(\.name))
        try StartGuard(
            known: entries.filter { reachable.contains($0.machine.host) }.map(StartGuard.Known.init),
            unreachable: hostList.filter { !$0.reachable }.map { ($0.name, "it does not answer") },
            distinctServers: Set(repositories.compactMap { ImageName($0.url).server })
        ).check(StartGuard.Known(entry), despiteUnreachable: despiteUnreachable)
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

    package func powerOff(_ machine: String, on host: String) throws {
        let index = try index(machine, on: host, to: "power off the machine")
        entries[index].machine.state = .shutOff
        migrations[machine]?.aborted = true
    }

    package func undefine(_ machine: String, on host: String) throws {
        _ = try reach(host)
        guard let index = entries.firstIndex(where: { $0.machine.name == machine && $0.machine.host == host })
        else { return }
        guard !entries[index].active else {
            throw Failure(
                "forget the machine", on: machine, because: "it runs on \(host)", next: "shut it down first",
                exit: .refused)
        }
        entries.remove(at: index)
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
        return PoolLoad(seconds: interval.inSeconds, machines: machines, hosts: hosts)
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
