internal import Estate
internal import Glibc
internal import Pool
internal import PoolContract
internal import Testing

@Suite struct SimulatedPoolTests {
    private func host(_ name: String, gib: UInt64 = 8) -> Host {
        Host(name: name, cpus: 8, memoryBytes: gib << 30, freeMemoryBytes: 0, hypervisor: "simulated", versions: [])
    }

    private static func mac(_ number: Int) -> String {
        let octets = [number >> 16, number >> 8, number].map { octet in
            let digits = String(octet & 0xFF, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        return "52:54:00:" + octets.joined(separator: ":")
    }

    private func definition(_ name: String, number: Int = 1) -> MachineDefinition {
        let digits = String(number)
        let uuid = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        return MachineDefinition(
            name: name, uuid: uuid, memoryMiB: 512, vcpus: 1, firmware: .bios,
            disks: [.init(url: "nfs://nfs1/sr/\(name).raw", format: "raw", bus: .virtio)],
            interfaces: [.init(mac: Self.mac(number), network: "br0", model: .virtio)])
    }

    /// A simulation that keeps other promises than real hosts would make every test that relies on it worthless.
    @Test(arguments: PoolContract.promises) func `the simulated pool keeps its promises`(
        promise: PoolContract.Promise
    ) async throws {
        let pool = SimulatedPool(
            hosts: [host("hosta"), host("hostb")], physics: .init(pace: 0.001))
        let subject = PoolContract.Subject(pool: pool, first: "hosta", second: "hostb") { name in
            self.definition(name, number: Int(name.utf8.reduce(0) { ($0 * 31 + UInt32($1)) % 999_983 }))
        }
        try await PoolContract.check(promise, on: subject)
    }

    /// The one check that stands between a host that fell silent and two guests on one image.
    @Test func `nothing starts while a host cannot be asked, unless the operator says that it is off`() async throws {
        let pool = SimulatedPool(hosts: [host("hosta"), host("hostb")])
        try await pool.define(definition("dns01"), on: "hosta")
        await pool.setReachable(false, "hostb")
        await #expect { try await pool.start("dns01", on: "hosta") } throws: {
            let failure = $0 as? Failure
            return failure?.because.contains("hostb cannot be asked") == true && failure?.exit == .refused
        }
        try await pool.start("dns01", on: "hosta", despiteSilenceOf: ["hostb"])
        #expect(try await pool.machine(named: "dns01").state == .running)
    }

    /// Balancing is tried on thousands of machines; the simulation must not be what takes the time.
    @Test func `five thousand machines on sixty-four hosts are listed and loaded at once`() async throws {
        let pool = SimulatedPool(hosts: (0..<64).map { host("host\($0)", gib: 1024) })
        for number in 0..<5000 {
            await pool.add(
                Machine(
                    name: "vm\(number)", uuid: "u\(number)", host: "host\(number % 64)", state: .running, vcpus: 2,
                    memoryBytes: 4 << 30, disks: ["nfs://nfs1/sr/vm\(number).raw"], macs: []))
        }
        let began = Self.usedSeconds
        let load = try await pool.load(over: .seconds(2))
        #expect(load.machines.count == 5000)
        #expect(load.hosts.count == 64)
        #expect(await pool.hosts().first?.freeMemoryBytes == (1024 << 30) - 79 * (4 << 30))
        #expect(Self.usedSeconds - began < 2)
    }

    /// What this process has used of the CPU: another program's work is no part of it.
    private static var usedSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Model of 512 MiB at 112 MiB/s, 1 MiB/s dirtied: one round, then a pause of 41 ms (device state not counted).
    @Test func `the simulated migration follows the pre-copy model`() async throws {
        let pool = SimulatedPool(hosts: [host("hosta"), host("hostb")])
        try await pool.define(definition("dns01"), on: "hosta")
        try await pool.start("dns01", on: "hosta")
        let request = MigrationRequest(machine: "dns01", from: "hosta", to: "hostb")
        let job = try await pool.migrate(request) { _ in }
        #expect(abs((job.totalMilliseconds ?? 0) - 4612) < 2)
        #expect(abs((job.downtimeMilliseconds ?? 0) - 40.8) < 0.1)
        #expect(job.iterations == 2)
    }
}
