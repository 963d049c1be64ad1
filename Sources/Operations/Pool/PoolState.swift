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
    /// What of the pool could not be asked, and why; nil where all could.
    package var notKnown: [String]?

    /// - Parameter load: how long to watch the machines; nil: not at all.
    package init(watchedFor load: Duration?, in workspace: Workspace) async throws {
        let pool = try workspace.openPool()
        self.pool = pool.name
        // Asked beside all else: where the SR's server stands still, both waits are one.
        async let marks = PoolMemory(workspace, pool).marks()
        hosts = try await pool.hosts()
        machines = try await pool.machines()
        storage = try await pool.storage()
        if let load {
            let seen = try await pool.load(over: load)
            for line in seen.unseen { workspace.log.notice("\(line)") }
            self.load = seen
        }
        if hosts.contains(where: { !$0.reachable }) {
            for failure in await pool.silences() { workspace.log.notice("\(failure)") }
        }
        show(marks: await marks, workspace)
        var left = unseen
        // A pool that has no place for marks has none that could be missing.
        if let reason = self.marks?.reason, try await workspace.hasPlaceForState(pool) {
            left.append(PoolObserver.marksUnknown + reason)
        }
        notKnown = left.isEmpty ? nil : left
    }

    /// Why this is not all of the pool; nil when all of it was seen.
    package var blindness: Failure? {
        guard let notKnown, !notKnown.isEmpty else { return nil }
        return Failure(
            "see the whole pool", on: pool, because: notKnown.joined(separator: "; "),
            next: "what stands above leaves that out; see p2v doctor, and ask again")
    }

    private var unseen: [String] {
        hosts.filter { !$0.reachable }.map { "\($0.name) cannot be asked (\($0.because ?? "no reason given"))" }
            + storage.filter { $0.totalBytes == 0 && $0.because != nil }
            .map { "the SR \($0.name) cannot be asked (\($0.because ?? ""))" }
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
