package import Estate
package import Pool

/// Hosts answer, have memory left, and have the same versions.
package struct HostsCheck: Check {
    private let pool: any Pool
    private let silences: @Sendable () async -> [Failure]

    /// - Parameter silences: why hosts do not answer, where the pool can tell.
    package init(_ pool: any Pool, silences: @escaping @Sendable () async -> [Failure] = { [] }) {
        self.pool = pool
        self.silences = silences
    }

    package func findings() async -> [Finding] {
        do {
            let hosts = try await pool.hosts()
            let reasons = hosts.allSatisfy(\.reachable) ? [] : await silences()
            return hosts.map { Self.finding($0, reasons) } + Self.versions(hosts)
        } catch {
            return [Finding(.pool, pool.name, error, hint: "check the pool file")]
        }
    }

    static func finding(_ host: Host, _ reasons: [Failure]) -> Finding {
        guard host.reachable else {
            let reason = reasons.first { $0.subject == host.name }
            return Finding(
                .pool, .problem, host.name, "does not answer\(reason.map { ": \($0.because)" } ?? "")",
                hint: reason?.next ?? "check that the host is up and that its libvirtd listens")
        }
        let free = host.freeMemoryBytes >> 20
        let total = host.memoryBytes >> 20
        let text = "\(host.hypervisor), \(host.cpus) CPUs, \(free) of \(total) MiB free"
        if let because = host.because {
            return Finding(
                .pool, .warning, host.name, "\(host.hypervisor), \(host.cpus) CPUs, \(because)",
                hint: "nothing is placed there meanwhile; repeat it")
        }
        if host.inMaintenance {
            return Finding(.pool, .warning, host.name, "\(text), in maintenance", hint: "end it in the pool file")
        }
        guard host.freeMemoryBytes * 20 >= host.memoryBytes else {
            return Finding(
                .pool, .warning, host.name, text, hint: "p2v rebalance, or move something to another pool")
        }
        return Finding(.pool, .ok, host.name, text)
    }

    static func versions(_ hosts: [Host]) -> [Finding] {
        let reachable = hosts.filter(\.reachable)
        guard let first = reachable.first, reachable.count > 1 else { return [] }
        if let other = reachable.first(where: { $0.versions != first.versions || $0.hypervisor != first.hypervisor }) {
            return [
                Finding(
                    .pool, .warning, "versions",
                    "\(first.name) has \(first.versions.joined(separator: ", ")), \(other.name) has "
                        + other.versions.joined(separator: ", "),
                    hint: "bring the hosts to one version: machines move safely only to the same or a newer one")
            ]
        }
        return [Finding(.pool, .ok, "versions", first.versions.joined(separator: ", ") + " on all hosts")]
    }
}
