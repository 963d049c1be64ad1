internal import Estate
internal import Pool

extension PoolContract {
    static let inventory = [
        Promise("hosts are there, with CPUs, memory and versions") { subject in
            let hosts = try await subject.pool.hosts()
            for name in [subject.first, subject.second] {
                guard let host = hosts.first(where: { $0.name == name }) else {
                    throw Broken(description: "\(name) is missing")
                }
                try require(host.reachable, "\(name) is not reachable")
                try require(host.cpus > 0 && host.memoryBytes > 0, "\(name) has no capacity: \(host)")
                try require(host.freeMemoryBytes <= host.memoryBytes, "\(name) has more free than it has: \(host)")
            }
        },
        Promise("a host that nobody configured is refused by name") { subject in
            let definition = try await subject.definition("contract-nowhere")
            try await refused("nowhere") { try await subject.pool.define(definition, on: "nowhere") }
        },
        Promise("a defined machine is listed as it was defined, shut off") { subject in
            let definition = try await subject.definition("contract-listed")
            try await subject.pool.define(definition, on: subject.first)
            let machine = try await subject.pool.machine(named: definition.name)
            try require(machine.state == .shutOff, "it is \(machine.state)")
            try require(machine.host == subject.first, "it is on \(machine.host)")
            try require(machine.uuid.lowercased() == definition.uuid.lowercased(), "its UUID is \(machine.uuid)")
            try require(machine.vcpus == definition.vcpus, "it has \(machine.vcpus) virtual CPUs")
            try require(
                machine.memoryBytes == UInt64(definition.memoryMiB) << 20, "it has \(machine.memoryBytes) bytes")
            try require(machine.disks == definition.disks.map(\.url), "its images are \(machine.disks)")
            try require(machine.macs == definition.interfaces.map(\.mac), "its MACs are \(machine.macs)")
        },
        Promise("a running machine takes its memory from its host, and gives it back") { subject in
            let definition = try await subject.definition("contract-memory")
            func free() async throws -> UInt64 {
                try await subject.pool.hosts().first { $0.name == subject.first }?.freeMemoryBytes ?? 0
            }
            let before = try await free()
            try await subject.pool.define(definition, on: subject.first)
            try require(try await free() == before, "a machine that is off takes memory")
            try await subject.pool.start(definition.name, on: subject.first)
            // Its memory, what the hypervisor keeps for it, and rounding.
            let machine = try await subject.pool.machine(named: definition.name)
            let taken = try await before - min(before, free())
            let least = UInt64(definition.memoryMiB) << 20
            try require(
                (least...(least + (machine.overheadBytes ?? 0) + 4 << 20)).contains(taken), "it takes \(taken) bytes")
            try await subject.pool.powerOff(definition.name, on: subject.first)
            try require(try await free() == before, "the memory does not come back")
        },
        Promise("load names each running machine, and a host's load is the sum of its machines'") { subject in
            let definition = try await subject.definition("contract-load")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            let load = try await subject.pool.load(over: .seconds(1))
            guard let mine = load.machines.first(where: { $0.machine == definition.name }) else {
                throw Broken(description: "the machine is missing: \(load)")
            }
            try require(mine.host == subject.first, "it is on \(mine.host)")
            try require(mine.sample.coresBusy >= 0 && mine.sample.coresBusy <= 64, "it keeps \(mine.sample) busy")
            let sum = load.machines.filter { $0.host == subject.first }.map(\.sample.coresBusy).reduce(0, +)
            let host = load.hosts.first { $0.host == subject.first }
            try require(
                abs((host?.sample.coresBusy ?? -1) - sum) < 1e-9, "the host's load is \(String(describing: host))")
        },
    ]
}
