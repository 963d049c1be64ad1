package import Balancer
package import Estate
package import Pool

extension HostPage {
    /// A page of each host that answers.
    package static func collect(_ state: BalanceState, _ pool: any Pool, at moment: Moment) async throws -> [HostPage] {
        let known = try await pool.machines()
        var pages: [HostPage] = []
        for host in state.hosts where host.state != .lost {
            let disks = known.filter { $0.host == host.name }.map { ($0.name, $0.disks) }
            pages.append(
                HostPage(
                    host: host.name, machines: state.machines.filter { $0.host == host.name },
                    definitions: try await pool.definitions(on: host.name),
                    disks: Dictionary(disks, uniquingKeysWith: { first, _ in first }), seenAt: moment))
        }
        return pages
    }
}
