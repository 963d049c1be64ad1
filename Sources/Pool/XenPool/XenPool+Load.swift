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
                        let updates = try await self.client.measurements(of: address, since: start)
                        return (name, XenLoad.seen(updates, since: start))
                    } catch {
                        var reason = "\(error)"
                        if case XenError.unknownCertificate? = error as? XenError {
                            reason += "; run p2v pool --load --accept-new once"
                        }
                        return (name, .unknown(because: reason))
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}

/// A VM's measurements as a sample of load; pure.
enum XenLoad {
    /// A host whose clock is behind this machine's by more than the span that is asked for answers with no row, as if it
    /// did nothing.
    static func seen(_ updates: RRDUpdates, since start: Int64) -> Observed<RRDUpdates> {
        guard let last = updates.rows.last?.time else {
            return .unknown(
                because:
                    "it has no measurements of the last minutes: is its clock behind this machine's? see p2v doctor")
        }
        guard last >= start else {
            return .unknown(
                because: "its last measurement is \(start - last) s older than what was asked for: its clock is behind "
                    + "this machine's, or it measures no more")
        }
        return .known(updates)
    }

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
