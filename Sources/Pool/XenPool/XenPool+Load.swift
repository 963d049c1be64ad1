package import Estate
internal import XenAPI

extension XenPool {
    /// Reads each host's own measurements: they are there already, so nothing waits for `interval`.
    package func load(over interval: Duration) async throws -> PoolLoad {
        let tables = try await tables([.pool, .host, .VM], to: "read the load")
        let names = Dictionary(tables.virtualMachines.map { ($0.uuid, $0.label) }) { first, _ in first }
        let start = now() - 300
        let seconds = max(5, Int64(interval.inSeconds))
        let answers = await measurements(tables.hosts, since: start)
        var machines: [MachineLoad] = []
        for (host, updates) in answers.compactMapValues(\.value).sorted(by: { $0.key < $1.key }) {
            let last = updates.rows.last?.time ?? 0
            for (uuid, values) in updates.means(of: "vm", since: last - seconds + 1) {
                guard let name = names[uuid], let sample = XenLoad.sample(values) else { continue }
                machines.append(MachineLoad(machine: name, host: host, sample: sample))
            }
        }
        machines.sort { ($0.machine, $0.host) < ($1.machine, $1.host) }
        return XenLoad.pool(
            tables.hosts, machines, seconds: Double(seconds), unknown: answers.compactMapValues(\.reason))
    }

    /// Each host's own; a host that does not answer is unknown, not idle.
    private func measurements(
        _ hosts: [(name: String, record: XenRecord)], since start: Int64
    ) async -> [String: Observed<RRDUpdates>] {
        await withTaskGroup(of: (String, Observed<RRDUpdates>).self) { group in
            for (name, record) in hosts {
                let address = record.text("address")
                group.addTask {
                    do {
                        return (name, .known(try await self.client.measurements(of: address, since: start)))
                    } catch {
                        return (name, .unknown(because: "\(error)"))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}

/// A VM's measurements as a sample of load; pure.
enum XenLoad {
    /// A host whose processors are not told is unknown: any load is little to nobody knows how many.
    ///
    /// - Parameter unknown: hosts that were not measured, and why.
    static func pool(
        _ hosts: [(name: String, record: XenRecord)], _ machines: [MachineLoad], seconds: Double,
        unknown: [String: String]
    ) -> PoolLoad {
        let byHost = Dictionary(grouping: machines, by: \.host)
        var load = PoolLoad(seconds: seconds, machines: [], hosts: [])
        var unknown = unknown
        for (name, record) in hosts where unknown[name] == nil {
            guard let cpus = record["cpu_info"]["cpu_count"].int, cpus > 0 else {
                unknown[name] = "XAPI does not say how many CPUs it has"
                continue
            }
            load.hosts.append(
                HostLoad(host: name, cpus: Int(cpus), sample: Rates.sum((byHost[name] ?? []).map(\.sample))))
        }
        load.machines = machines.filter { unknown[$0.host] == nil }
        load.unknown = unknown.isEmpty ? nil : unknown
        return load
    }

    /// - Parameter values: by XAPI's names: `cpu0` is a share of one core, `memory` bytes, `memory_internal_free` KiB,
    ///   `vbd_…`, `vif_…` bytes or operations a second.
    /// - Returns: nil where processors or memory were not measured: not measured is not idle.
    static func sample(_ values: [String: Double]) -> LoadSample? {
        func sum(_ prefix: String, _ endings: [String]) -> Double {
            values.filter { entry in entry.key.hasPrefix(prefix) && endings.contains { entry.key.hasSuffix($0) } }
                .values.reduce(0, +)
        }
        let cpus = values.filter {
            $0.key.hasPrefix("cpu") && $0.key.dropFirst(3).allSatisfy(\.isNumber) && $0.key.count > 3
        }
        guard !cpus.isEmpty, let memory = values["memory"] else { return nil }
        let free = (values["memory_internal_free"] ?? 0) * 1024
        return LoadSample(
            coresBusy: cpus.values.reduce(0, +), memoryBytes: free < memory ? memory - free : memory,
            diskOperations: sum("vbd_", ["_iops_read", "_iops_write"]),
            diskBytes: sum("vbd_", ["_read", "_write"]) - sum("vbd_", ["_iops_read", "_iops_write"]),
            networkBytes: sum("vif_", ["_rx", "_tx"]))
    }
}
