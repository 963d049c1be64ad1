package import Estate
internal import Glibc

extension Lab {
    /// What runs now. Needs no lock, and root to see all.
    package func status() throws(Failure) -> LabStatus {
        try Self.requireRoot()
        let table = ProcessTable.read()
        let boot = LabStatus.bootTime(LocalFile.text("/proc/stat") ?? "")
        let ticks = UInt64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let placed = placedServers
        let nodes = Node.allCases.filter { !Node.servers.contains($0) || $0 == .dns01 || placed.contains($0) }.map {
            node in
            let first = table.first(of: layout.mark(node))
            let since = first.map { Moment(seconds: boot + Double($0.started) / Double(ticks)) }
            return LabStatus.Part(
                name: node.rawValue, role: node.role, address: node.address, running: first != nil, since: since,
                pid: first?.pid)
        }
        return LabStatus(
            cache: layout.cache, complete: LocalFile.exists(layout.complete), pool: layout.poolFile,
            store: layout.store, parts: nodes)
    }
}
