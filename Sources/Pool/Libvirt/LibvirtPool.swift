package import Estate
internal import Libvirt
internal import Templates

/// Asks for an SR's size, which libvirt cannot see without a mount: total and free bytes.
package typealias SpaceProbe =
    @Sendable (PoolConfiguration.Repository) async throws -> (totalBytes: UInt64, freeBytes: UInt64)

/// A pool of hosts that each run libvirtd: KVM, QEMU's software emulation, Xen by libxl.
package final class LibvirtPool: Pool {
    package let configuration: PoolConfiguration
    let connections: Connections
    let space: SpaceProbe?
    let templates: Templates
    let starts: any Exclusive

    /// - Parameters:
    ///   - starts: under which machines are started.
    ///   - space: how to learn an SR's size; without it sizes are 0.
    package init(configuration: PoolConfiguration, starts: any Exclusive = Unlocked(), space: SpaceProbe? = nil) {
        self.starts = starts
        self.configuration = configuration
        self.space = space
        connections = Connections(configuration.hosts)
        templates = Templates()
    }

    package var name: String { configuration.name }

    /// libvirt's Xen driver has no settings for a move, no statistics of it, no count of dirty memory and no links.
    var isXen: Bool {
        let uris = configuration.hosts.map(\.uri)
        return !uris.isEmpty && uris.allSatisfy { $0.hasPrefix("xen:") || $0.hasPrefix("xen+") }
    }

    package var features: Features {
        isXen
            ? []
            : [
                .maxDowntime, .bandwidth, .postCopy, .autoConverge, .parallelConnections, .compression, .tls,
                .dirtyRate,
                .migrationEvents, .jobStatistics, .links,
            ]
    }

    /// Runs `body` for every host at once; answers in the configuration's order.
    func forEachHost<Value: Sendable>(
        _ body: @escaping @Sendable (PoolConfiguration.Member) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            for (index, member) in configuration.hosts.enumerated() {
                group.addTask { (index, await body(member)) }
            }
            var answers = [Value?](repeating: nil, count: configuration.hosts.count)
            for await (index, value) in group { answers[index] = value }
            return answers.compactMap(\.self)
        }
    }

    func member(_ host: String) throws(Failure) -> PoolConfiguration.Member {
        if let member = configuration.hosts.first(where: { $0.name == host }) { return member }
        throw .noHost(host, to: "reach the host", among: configuration.hosts.map(\.name))
    }

    /// A machine's domain on a host, with failures in words.
    func domain(_ machine: String, on host: String, to attempt: String) async throws -> Domain {
        let connection = try await connections.to(host)
        do {
            return try await connection.domain(named: machine)
        } catch  where error.isMissingDomain {
            throw Failure(
                attempt, on: machine, because: "\(host) knows no machine of that name",
                next: "see `p2v pool` for the machines there are")
        } catch {
            throw error.failure(attempt, on: machine, next: "see the log of libvirtd on \(host)")
        }
    }
}
