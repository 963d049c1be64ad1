package import Estate
internal import Libvirt

extension LibvirtPool {
    package func concerns(about request: MigrationRequest) async throws -> [Concern] {
        let (here, there) = (try member(request.from), try member(request.to))
        let machines = try await survey(request.from)
        guard let machine = machines.first(where: { $0.description.name == request.machine }) else {
            throw Failure(
                "check the migration", on: request.machine, because: "\(request.from) knows no machine of that name",
                next: "see `p2v pool` for the machines there are")
        }
        return MigrationConcerns(
            request: request, machine: machine, elsewhere: try await survey(request.to),
            from: try await host(here), to: try await host(there),
            abilities: try await connections.abilities(of: request.to),
            jobRunning: try await job(of: request.machine, on: request.from) != nil,
            interfaces: try await bridges(of: request.to), networks: try await networks(of: request.to),
            snapshots: try await snapshots(of: request.machine, on: request.from), shared: sharedFolders
        ).all
    }

    /// Folders that all hosts mount: SRs that the pool file names by a path.
    private var sharedFolders: [String] {
        configuration.storage.map(\.url).filter { $0.hasPrefix("file:///") }.map { url in
            let path = String(url.dropFirst("file://".count))
            return path.hasSuffix("/") ? path : path + "/"
        }
    }

    private func snapshots(of machine: String, on host: String) async throws -> Observed<Int> {
        let domain = try await domain(machine, on: host, to: "check the migration")
        do {
            return .known(try await domain.snapshotCount())
        } catch {
            // A driver without snapshots keeps none.
            return error.isUnsupported ? .known(0) : .unknown(because: error.message)
        }
    }

    /// The job that runs on a machine; nil when the host says that there is none.
    ///
    /// - Throws: ``Failure`` when it does not say: a job that is not seen is not one that has ended.
    func job(of machine: String, on host: String) async throws -> JobStats? {
        let connection = try await connections.to(host)
        do throws(LibvirtError) {
            let job = try await connection.domain(named: machine).jobStats()
            return job.kind == .none || job.kind == .completed ? nil : job
        } catch {
            if Self.saysNoJob(error) { return nil }
            throw error.failure(
                "watch the migration", on: machine,
                next: error.isUnsupported
                    ? "update libvirt on \(host): it does not tell whether a migration runs"
                    : "see the log of libvirtd on \(host)")
        }
    }

    /// No such machine, or none that runs: each is an answer. A driver without jobs gives none; QEMU's tells them, and
    /// Xen's since libvirt 1.3.1.
    static func saysNoJob(_ error: LibvirtError) -> Bool { error.isMissingDomain || error.isWrongState }
}
