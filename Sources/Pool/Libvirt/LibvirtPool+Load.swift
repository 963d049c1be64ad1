package import Estate
internal import Libvirt

extension LibvirtPool {
    package func load(over interval: Duration) async throws -> PoolLoad {
        let before = await sample()
        try await Task.sleep(for: interval)
        let after = await sample()
        let capacities = await forEachHost { $0.cpus == nil ? await self.cpus(of: $0.name) : .known($0.cpus ?? 0) }
        return Rates.pool(
            configuration.hosts.indices.map { index in
                (configuration.hosts[index].name, capacities[index], before[index], after[index])
            }, seconds: interval.inSeconds)
    }

    /// Counters of all running domains of each host.
    private func sample() async -> [Observed<[DomainStatistics]>] {
        await forEachHost { member in
            do {
                let connection = try await self.connections.to(member.name)
                return .known(try await self.isXen ? self.xenSample(connection) : connection.statistics())
            } catch {
                return .unknown(because: Self.reason(error))
            }
        }
    }

    private func cpus(of host: String) async -> Observed<Int> {
        do {
            return .known(try await connections.to(host).node().cpus)
        } catch {
            return .unknown(because: Self.reason(error))
        }
    }

    static func reason(_ error: any Error) -> String {
        (error as? Failure)?.because ?? (error as? LibvirtError)?.message ?? "\(error)"
    }
}

/// Rates from two readings of counters; pure.
enum Rates {
    /// A host of which one reading failed is unknown: with no machines it would pass for idle.
    static func pool(
        _ hosts: [(
            name: String, cpus: Observed<Int>, before: Observed<[DomainStatistics]>, after: Observed<[DomainStatistics]>
        )], seconds: Double
    ) -> PoolLoad {
        var load = PoolLoad(seconds: seconds, machines: [], hosts: [])
        var unknown: [String: String] = [:]
        for host in hosts {
            guard let cpus = host.cpus.value, let before = host.before.value, let after = host.after.value else {
                unknown[host.name] = host.before.reason ?? host.after.reason ?? host.cpus.reason
                continue
            }
            let machines = machines(on: host.name, from: before, to: after)
            load.machines += machines
            load.hosts.append(HostLoad(host: host.name, cpus: cpus, sample: sum(machines.map(\.sample))))
        }
        load.unknown = unknown.isEmpty ? nil : unknown
        return load
    }

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

    /// Nil when no time passed, when processor time or memory is not told (not told is not idle), or when a counter went back because the domain was started anew.
    static func sample(_ old: DomainStatistics, _ new: DomainStatistics) -> LoadSample? {
        guard new.monotonicNanoseconds > old.monotonicNanoseconds else { return nil }
        let seconds = Double(new.monotonicNanoseconds - old.monotonicNanoseconds) / 1e9
        func rate(_ counter: (DomainStatistics) -> UInt64?) -> Double? {
            guard let (end, start) = counter(new).flatMap({ end in counter(old).map { (end, $0) } }) else { return nil }
            return end >= start ? Double(end - start) / seconds : nil
        }
        guard let cpu = rate(\.cpuNanoseconds), let memory = new.memoryBytesInUse,
            let operations = rate(\.diskOperations),
            let disk = rate(\.diskBytes), let network = rate(\.networkBytes)
        else { return nil }
        return LoadSample(
            coresBusy: cpu / 1e9, memoryBytes: Double(memory), diskOperations: operations,
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

    /// A figure that one of them lacks, the sum lacks.
    static func sum(_ samples: [LoadSample]) -> LoadSample {
        func both(_ one: Double?, _ other: Double?) -> Double? { one.flatMap { one in other.map { one + $0 } } }
        return samples.reduce(
            LoadSample(coresBusy: 0, memoryBytes: 0, diskOperations: 0, diskBytes: 0, networkBytes: 0)
        ) { total, sample in
            LoadSample(
                coresBusy: total.coresBusy + sample.coresBusy, memoryBytes: total.memoryBytes + sample.memoryBytes,
                diskOperations: both(total.diskOperations, sample.diskOperations),
                diskBytes: both(total.diskBytes, sample.diskBytes),
                networkBytes: both(total.networkBytes, sample.networkBytes))
        }
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
