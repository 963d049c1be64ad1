internal import Estate
internal import XenAPI

extension XenPool {
    /// The hosts, those that the pool file closes in maintenance.
    ///
    /// - Parameter only: the host whose free memory matters; nil for all.
    func inventory(_ tables: XenTables, only: String? = nil) async -> [Host] {
        let asked = only.map { name in tables.hosts.filter { $0.name == name } } ?? tables.hosts
        let closed = Set(configuration.hosts.filter { $0.inMaintenance == true }.map(\.name))
        return tables.inventory(free: await freeMemory(of: asked, tables)).map { host in
            var host = host
            if closed.contains(host.name) { host.inMaintenance = true }
            return host
        }
    }

    /// Questions to the coordinator at the same time.
    private static let width = 8

    /// Bytes that each living host has left, as XAPI itself counts them before it starts a VM: less what Xen keeps for
    /// those that run. Newer servers no longer have this in the host's metrics.
    private func freeMemory(
        of hosts: [(name: String, record: XenRecord)], _ tables: XenTables
    ) async -> [String: Observed<UInt64>] {
        await withTaskGroup(of: (String, Observed<UInt64>).self) { group in
            var free: [String: Observed<UInt64>] = [:]
            for (index, (name, record)) in hosts.enumerated() {
                if index >= Self.width, let (name, bytes) = await group.next() { free[name] = bytes }
                let metrics = tables.record(.hostMetrics, record.ref("metrics"))
                guard metrics?["live"].flag == true else { continue }
                group.addTask { (name, await self.freeMemory(record.ref, metrics)) }
            }
            for await (name, bytes) in group { free[name] = bytes }
            return free
        }
    }

    /// Servers that do not know the call keep the number in the host's metrics.
    private func freeMemory(_ host: String, _ metrics: XenRecord?) async -> Observed<UInt64> {
        do {
            let answer = try await client.call("host.compute_free_memory", [.string(host)], seconds: 60)
            guard let bytes = answer.int else { return .unknown(because: "XAPI answers no number") }
            return .known(UInt64(clamping: bytes))
        } catch {
            if (error as? XenError)?.isCode("MESSAGE_METHOD_UNKNOWN") == true, let bytes = metrics?["memory_free"].int {
                return .known(UInt64(clamping: bytes))
            }
            return .unknown(because: "\(error)")
        }
    }

    /// Bytes that a VM takes of its host: its memory, and what Xen keeps for it, of which XAPI is asked.
    func memory(neededBy vm: XenRecord) async -> Observed<UInt64> {
        guard let most = vm["memory_static_max"].int, most > 0 else {
            return .unknown(because: "XAPI does not say how much memory it has")
        }
        do {
            let answer = try await client.call("VM.compute_memory_overhead", [.string(vm.ref)], seconds: 60)
            guard let overhead = answer.int else { return .unknown(because: "XAPI answers no number") }
            return .known(UInt64(clamping: most) + UInt64(clamping: overhead))
        } catch {
            return .unknown(because: "\(error)")
        }
    }
}
