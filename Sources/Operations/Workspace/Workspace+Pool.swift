package import Estate
internal import Logging
internal import Foundation
internal import ImageStores
package import Pool
internal import Terminal
internal import XenAPI

extension Workspace {
    /// Reads the pool file.
    package func poolConfiguration() throws -> PoolConfiguration {
        let path = poolPath
        let text = try TextFile.read(
            path, to: "read the pool file",
            next: "write one (see the reference, \"The pool file\"), or name it with --pool or P2V_POOL")
        let configuration = try YAMLText.decode(
            PoolConfiguration.self, from: text, source: path, format: PoolConfiguration.format)
        guard configuration.format == PoolConfiguration.format else {
            throw Failure(
                "read the pool file", on: path, because: "its format is \(configuration.format)",
                next: "this p2v reads \(PoolConfiguration.format)")
        }
        return configuration
    }

    /// The pool of the pool file. Nothing is connected yet.
    ///
    /// - Parameter keepsRecords: for runs that look again and again.
    package func openPool(keepsRecords: Bool = false) throws -> any Pool {
        let configuration = try poolConfiguration()
        return configuration.kind == .xapi
            ? try xenPool(configuration, keepsRecords: keepsRecords) : libvirtPool(configuration)
    }

    /// The pool file, with hosts and storage as a XAPI pool names them where the file does not.
    package func completeConfiguration(_ pool: any Pool) async throws -> PoolConfiguration {
        var configuration = try poolConfiguration()
        guard configuration.kind == .xapi else { return configuration }
        let stated = Set(configuration.hosts.map(\.name))
        configuration.hosts += try await pool.hostNames().filter { !stated.contains($0) }.map { name in
            PoolConfiguration.Member(name: name, uri: "xapi://\(name)")
        }
        configuration.storage = try await pool.storage().map { repository in
            var known = PoolConfiguration.Repository(
                name: repository.name, url: repository.url, isDefault: repository.isDefault)
            known.thin = repository.thin
            return known
        }
        return configuration
    }

    /// For what only libvirt's hosts can do.
    package func openLibvirtPool(to attempt: String) throws -> LibvirtPool {
        let configuration = try poolConfiguration()
        guard configuration.kind != .xapi else {
            throw Failure(
                attempt, on: configuration.name, because: "this needs hosts with libvirt, and the pool has XAPI",
                next: "name a pool of libvirt's hosts with --pool", exit: .refused)
        }
        return libvirtPool(configuration)
    }

    private func libvirtPool(_ configuration: PoolConfiguration) -> LibvirtPool {
        LibvirtPool(configuration: configuration, starts: starts { libvirtPool($0) }) { repository in
            let space = try await Self.space(of: repository.url)
            return (space.total, space.free)
        }
    }

    /// Seconds that a look waits for an SR. A copy waits longer, for a server that starts anew.
    private static let patience = 15.0

    private static func space(of url: String) async throws -> StoreSpace {
        try await look(at: url) { try await $0.space() }
    }

    /// Opens an SR and asks it, for no longer than somebody who looks waits.
    static func look<Value: Sendable>(
        at url: String, _ ask: @escaping @Sendable (any ImageStore) async throws -> Value
    ) async throws -> Value {
        let late = Failure(
            "ask the SR", on: url, because: "its server did not answer in \(Int(patience)) s",
            next: "check that the server is up, and that the network between reaches it")
        return try await OneAnswer<Result<Value, any Error>>.within(patience, late: .failure(late)) {
            do { return .success(try await ask(try await ImageStores.open(url: url))) } catch { return .failure(error) }
        }.get()
    }

    /// The turn to start machines is kept with the pool's own state.
    private func starts(
        _ pool: @escaping @Sendable (PoolConfiguration) throws -> any Pool
    ) -> StartTurn {
        StartTurn(workspace: self) { try pool(try poolConfiguration()) }
    }

    package func xenPool(_ configuration: PoolConfiguration, keepsRecords: Bool = false) throws -> XenPool {
        guard let addresses = configuration.addresses, !addresses.isEmpty, let user = configuration.user else {
            throw Failure(
                "use the pool", on: configuration.name, because: "its file names no addresses or no user",
                next: "see the reference, \"The pool file\": kind: xapi needs addresses, user and a password's place",
                exit: .refused)
        }
        if let plain = addresses.first(where: { $0.hasPrefix("http://") }) {
            throw Failure(
                "use the pool", on: configuration.name, because: "\(plain) would send the password in the clear",
                next: "write the address without http://: p2v talks HTTPS", exit: .refused)
        }
        let hosts = addresses.map { address in
            String((address.hasPrefix("https://") ? address.dropFirst(8) : address[...]).prefix { $0 != "/" })
        }
        let password = try PoolPassword(configuration, besides: poolPath)
        let client = XenClient(
            addresses: hosts, login: .init(user: user) { try await password.read() },
            exchange: CurlExchange(
                pins: PinFile(besides: poolPath, acceptsNew: acceptsNew || isWatched, log: log), sha256: SHA256.digest),
            patience: XenPatience(tell: { [log] in log.notice("\($0)") }), acceptsNew: acceptsNew)
        return XenPool(
            configuration: configuration, client: client, keepsRecords: keepsRecords,
            starts: starts { try xenPool($0) }
        ) {
            Int64(Date().timeIntervalSince1970)
        }
    }
}
