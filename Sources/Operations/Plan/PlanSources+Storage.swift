internal import Estate
internal import Pool

extension PlanSources {
    /// The pool's SRs as they answer, else as the pool file states them; `totalBytes` is 0 where nobody says.
    static func storage(in workspace: Workspace) async throws -> [StorageRepository] {
        let stated = try workspace.poolConfiguration().storage
        return try await workspace.openPool().storage().map { repository in
            guard repository.totalBytes == 0,
                let free = stated.first(where: { $0.name == repository.name })?.freeGiB
            else { return repository }
            return repository.holding(freeGiB: free)
        }
    }

    /// The hosts and SRs as if the plan's servers that run as VMs already were not there: a plan half carried out must
    /// not count them twice.
    static func without(
        _ machines: [Machine], of plan: Plan, _ hosts: inout [Estate.Host], _ storage: inout [StorageRepository]
    ) {
        for server in plan.servers {
            guard let machine = machines.first(where: { $0.name == server.server }) else { continue }
            if let host = hosts.firstIndex(where: { $0.name == machine.host }) {
                hosts[host].freeMemoryBytes += machine.state == .running ? machine.memoryBytes : 0
            }
            if let repository = storage.firstIndex(where: { $0.name == server.storage }) {
                let isThin = storage[repository].thin == true
                storage[repository].freeBytes += server.disks.reduce(0) { $0 + (isThin ? $1.copiedBytes : $1.bytes) }
            }
        }
    }
}

extension PoolConfiguration.Repository {
    /// The SR as far as the pool file describes it.
    var stated: StorageRepository {
        freeGiB.map(described.holding) ?? described
    }

    /// The SR with what it answered.
    func holding(freeBytes: UInt64) -> StorageRepository {
        var repository = described
        (repository.freeBytes, repository.totalBytes) = (freeBytes, max(1, freeBytes))
        return repository
    }

    private var described: StorageRepository {
        var known = StorageRepository(
            name: name, url: url, totalBytes: 0, freeBytes: 0, isDefault: isDefault ?? false, rates: rates)
        known.thin = thin
        return known
    }
}

extension StorageRepository {
    fileprivate func holding(freeGiB: Double) -> StorageRepository {
        var repository = self
        repository.freeBytes = UInt64(max(0, min(freeGiB, 1e9)) * 1_073_741_824)
        repository.totalBytes = max(1, repository.freeBytes)
        return repository
    }
}
