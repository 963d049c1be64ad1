package import Estate
internal import Libvirt

extension LibvirtPool {
    package func load(over interval: Duration) async throws -> PoolLoad {
        let before = await sample()
        try await Task.sleep(for: interval)
        let after = await sample()
        let machines = zip(configuration.hosts, zip(before, after)).flatMap { member, samples in
            Rates.machines(on: member.name, from: samples.0, to: samples.1)
        }
        let hosts = try await hosts().filter(\.reachable).map { host in
            HostLoad(
                host: host.name, cpus: host.cpus,
                sample: Rates.sum(machines.filter { $0.host == host.name }.map(\.sample)))
        }
        return PoolLoad(seconds: interval.inSeconds, machines: machines, hosts: hosts)
    }

    /// Counters of all running domains of each host; none where a host does not answer.
    private func sample() async -> [[DomainStatistics]] {
        await forEachHost { member in
            guard let connection = try? await self.connections.to(member.name) else { return [] }
            return (try? await self.isXen ? self.xenSample(connection) : connection.statistics()) ?? []
        }
    }
}

/// Rates from two readings of counters; pure.
enum Rates {
    /// Domains that are in both readings: one that came or went in between has no rate.
    static func machines(
        on host: String, from before: [DomainStatistics], to after: [DomainStatistics]
    ) -> [MachineLoad] {
        after.compactMap { new in
            guard let old = before.first(where: { $0.uuid == new.uuid }), let sample = sample(old, new) else {
                return nil
            }
            return MachineLoad(machine: new.name, host: host, sample: sample, coresWaiting: waiting(old, new))
        }
    }

    /// Nil when no time passed, or when a counter went back because the domain was started anew.
    static func sample(_ old: DomainStatistics, _ new: DomainStatistics) -> LoadSample? {
        guard new.monotonicNanoseconds > old.monotonicNanoseconds else { return nil }
        let seconds = Double(new.monotonicNanoseconds - old.monotonicNanoseconds) / 1e9
        func rate(_ counter: (DomainStatistics) -> UInt64) -> Double? {
            counter(new) >= counter(old) ? Double(counter(new) - counter(old)) / seconds : nil
        }
        guard let cpu = rate({ $0.cpuNanoseconds ?? 0 }), let operations = rate(\.diskOperations),
            let disk = rate(\.diskBytes), let network = rate(\.networkBytes)
        else { return nil }
        return LoadSample(
            coresBusy: cpu / 1e9, memoryBytes: Double(new.memoryBytesInUse ?? 0), diskOperations: operations,
            diskBytes: disk, networkBytes: network)
    }

    /// Virtual CPUs that waited for a core, on average over the interval; 0 where the host does not count it.
    static func waiting(_ old: DomainStatistics, _ new: DomainStatistics) -> Double {
        let (before, after) = (delay(old), delay(new))
        guard new.monotonicNanoseconds > old.monotonicNanoseconds, after > before else { return 0 }
        return Double(after - before) / Double(new.monotonicNanoseconds - old.monotonicNanoseconds)
    }

    private static func delay(_ statistics: DomainStatistics) -> UInt64 {
        (0..<(statistics.count("vcpu.maximum") ?? 0)).reduce(0) { $0 &+ (statistics.count("vcpu.\($1).delay") ?? 0) }
    }

    static func sum(_ samples: [LoadSample]) -> LoadSample {
        samples.reduce(
            LoadSample(coresBusy: 0, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
        ) { total, sample in
            LoadSample(
                coresBusy: total.coresBusy + sample.coresBusy, memoryBytes: total.memoryBytes + sample.memoryBytes,
                diskOperations: total.diskOperations + sample.diskOperations,
                diskBytes: total.diskBytes + sample.diskBytes, networkBytes: total.networkBytes + sample.networkBytes)
        }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
