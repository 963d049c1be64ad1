package import LiveMigration
package import Pool
internal import Store

/// Moves one VM to another host while it runs, under the pool's lease, as all others who move VMs do.
package struct Migrate: Sendable {
    private let workspace: Workspace
    private let memory: PoolMemory
    private let store: Store
    private let migration: LiveMigration

    /// - Parameters:
    ///   - despiteClosed: the operator moves VMs also to a host that is closed for work.
    ///   - pool: the pool file's where it is nil.
    package init(in workspace: Workspace, despiteClosed: Bool = false, pool given: (any Pool)? = nil) throws {
        let pool = try given ?? workspace.openPool()
        let memory = PoolMemory(workspace, pool)
        let closed = ClosedConcern(memory: memory, isAllowed: despiteClosed)
        self.workspace = workspace
        self.memory = memory
        store = try workspace.openStore()
        migration = try workspace.migration(of: pool, journal: store, guardsLoss: true) {
            await closed.concerns(about: $0)
        }
    }

    /// Checks and predicts; changes nothing.
    ///
    /// - Throws: ``Failure`` when the machine is unknown or a host cannot be asked.
    package func preview(_ order: MigrationOrder) async throws -> MigrationCheck {
        try await migration.preflight(order)
    }

    /// - Returns: what was seen of the move, which is in the history then.
    /// - Throws: ``Failure``: busy under another's lease; refused where the pool has no place for its state, where the
    ///   host is closed for work, and for all that the hosts refuse.
    package func run(
        _ order: MigrationOrder, events: @escaping @Sendable (MigrationNews) -> Void
    ) async throws -> MigrationRecord {
        try await memory.required().withLease("migrate \(order.machine)") {
            let record = try await migration.run(order, events: events)
            try await store.save(record.report)
            return record
        }
    }

    /// Follows a move that an earlier p2v began to its end.
    ///
    /// - Parameter silentIsOff: the operator knows that a host which does not answer is off for good.
    /// - Throws: ``Failure``: busy while whoever began the move still works.
    package func attach(
        _ machine: String, silentIsOff: Bool, events: @escaping @Sendable (MigrationNews) -> Void
    ) async throws -> MigrationSettled {
        try await memory.required().withLease("migrate --attach \(machine)") {
            try await migration.attach(machine, silentIsOff: silentIsOff, events: events)
        }
    }
}
