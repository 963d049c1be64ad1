package import Estate
internal import Logging
internal import Pool

/// The pool as it stands: the document `p2v-pool-state/1`.
package struct PoolState: Codable, Sendable {
    package var format = "p2v-pool-state/1"
    package var pool: String
    package var hosts: [Host]
    package var machines: [Machine]
    package var storage: [StorageRepository]
    /// Present when it was asked for.
    package var load: PoolLoad?
    /// Hosts that p2v has closed for work.
    package var marks: Observed<[MaintenanceMark]>?

    /// - Parameter load: how long to watch the machines; nil: not at all.
    package init(watchedFor load: Duration?, in workspace: Workspace) async throws {
        let pool = try workspace.openPool()
        self.pool = pool.name
        hosts = try await pool.hosts()
        machines = try await pool.machines()
        storage = try await pool.storage()
        if let load {
            let seen = try await pool.load(over: load)
            for line in seen.unseen { workspace.log.notice("\(line)") }
            self.load = seen
        }
        if hosts.contains(where: { !$0.reachable }) || storage.contains(where: { $0.totalBytes == 0 }) {
            for failure in await pool.silences() { workspace.log.notice("\(failure)") }
        }
        show(marks: await PoolMemory(workspace, pool).marks(), workspace)
    }

    /// Hosts that are closed are in maintenance; where that is not known, it is said.
    private mutating func show(marks: Observed<[MaintenanceMark]>, _ workspace: Workspace) {
        self.marks = marks
        let closed = Set(marks.value?.map(\.host) ?? [])
        for index in hosts.indices where closed.contains(hosts[index].name) { hosts[index].inMaintenance = true }
        if let reason = marks.reason { workspace.log.notice("\(PoolObserver.marksUnknown + reason)") }
    }

    package init(
        pool: String, hosts: [Host], machines: [Machine], storage: [StorageRepository], load: PoolLoad? = nil
    ) {
        (self.pool, self.hosts, self.machines) = (pool, hosts, machines)
        (self.storage, self.load) = (storage, load)
    }
}
