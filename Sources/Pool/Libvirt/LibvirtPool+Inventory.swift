package import Estate
internal import Libvirt

extension LibvirtPool {
    package func hosts() async throws -> [Host] {
        await forEachHost { member in
            do {
                let host = try await self.host(member)
                await self.connections.remember(host)
                return host
            } catch {
                return await self.absent(member, because: (error as? Failure)?.because ?? "\(error)")
            }
        }
    }

    package func machines() async throws -> [Machine] {
        await survey().flatMap { survey in survey.machines.map { Machine($0, on: survey.host) } }
            .sorted { ($0.name, $0.host) < ($1.name, $1.host) }
    }

    package func storage() async throws -> [StorageRepository] {
        var repositories: [StorageRepository] = []
        for (index, repository) in configuration.storage.enumerated() {
            let isDefault = repository.isDefault ?? (index == 0 && configuration.storage.count == 1)
            var known = StorageRepository(
                name: repository.name, url: repository.url, totalBytes: 0, freeBytes: 0, isDefault: isDefault,
                rates: repository.rates)
            known.thin = repository.thin
            switch await size(of: repository) {
            case .known(let size): (known.totalBytes, known.freeBytes) = size
            case .unknown(let because): known.because = because
            }
            repositories.append(known)
        }
        return repositories
    }

    private func size(
        of repository: PoolConfiguration.Repository
    ) async -> Observed<(totalBytes: UInt64, freeBytes: UInt64)> {
        guard let space else { return .unknown(because: "nothing here can ask the SR") }
        do {
            return .known(try await space(repository))
        } catch {
            return .unknown(because: (error as? Failure)?.because ?? "\(error)")
        }
    }

    /// Why each host and each SR that does not answer does not.
    package func silences() async -> [Failure] {
        var failures = await survey().compactMap(\.failure)
        for repository in configuration.storage {
            do {
                _ = try await space?(repository)
            } catch {
                failures.append(
                    error as? Failure
                        ?? Failure(
                            "ask the SR", on: repository.name, because: "\(error)",
                            next: "check that \(repository.url) is exported to this machine"))
            }
        }
        return failures
    }

    /// The host as it is now.
    ///
    /// - Throws: ``Failure`` when it does not answer, or not all that a host says.
    func host(_ member: PoolConfiguration.Member) async throws -> Host {
        let connection = try await connections.to(member.name)
        let (node, driver, library, hypervisor) = try await facts(connection, member.name)
        let used = try await survey(member.name).filter(\.active).map(\.description.memoryBytes).reduce(0, +)
        let memory = member.memoryMiB.map { UInt64($0) << 20 } ?? node.memoryBytes
        return Host(
            name: member.name, cpus: member.cpus ?? node.cpus, memoryBytes: memory,
            freeMemoryBytes: memory > used ? memory - used : 0,
            hypervisor: (try? await connections.abilities(of: member.name).type) ?? driver.lowercased(),
            versions: ["libvirt \(library)"] + (hypervisor.map { ["\(driver) \($0)"] } ?? []),
            inMaintenance: member.inMaintenance ?? false, rates: member.rates)
    }

    private func facts(
        _ connection: LibvirtConnection, _ host: String
    ) async throws(Failure) -> (node: Node, driver: String, library: String, hypervisor: String?) {
        do {
            return (
                try await connection.node(), try await connection.driver(), try await connection.libraryVersion(),
                try await connection.hypervisorVersion()
            )
        } catch {
            throw error.failure("ask the host", on: host, next: "see the log of libvirtd on the host")
        }
    }

    private func absent(_ member: PoolConfiguration.Member, because: String) async -> Host {
        var host =
            await connections.last(member.name)
            ?? Host(
                name: member.name, cpus: member.cpus ?? 0, memoryBytes: UInt64(member.memoryMiB ?? 0) << 20,
                freeMemoryBytes: 0, hypervisor: "unknown", versions: [], inMaintenance: member.inMaintenance ?? false,
                rates: member.rates)
        host.reachable = false
        host.because = because
        return host
    }
}

extension Machine {
    init(_ found: Survey.Found, on host: String) {
        self.init(
            name: found.description.name, uuid: found.description.uuid, host: host,
            state: State(found.state), vcpus: found.description.vcpus, memoryBytes: found.description.memoryBytes,
            disks: found.description.disks.map(\.url), macs: found.description.macs)
        origin = found.description.origin
    }
}

extension Machine.State {
    init(_ state: Domain.State) {
        self =
            switch state {
            case .running, .blocked, .shuttingDown: .running
            case .paused, .suspended: .paused
            case .shutOff: .shutOff
            case .crashed: .crashed
            case .unknown: .unknown
            }
    }
}
