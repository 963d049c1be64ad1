package import Balancer
internal import Estate
package import LiveMigration
package import Pool
package import Store
internal import Terminal

/// Performs a plan's move with the driver that `p2v migrate` uses: preflight, journal, fence, steps of the pause's limit,
/// stall rule, time limit, early announcement; only probes are left out. The move is in the history afterwards.
package struct DrivenMover: Mover {
    private let pool: any Pool
    private let migration: LiveMigration
    private let store: Store

    package init(pool: any Pool, migration: LiveMigration, store: Store) {
        self.pool = pool
        self.migration = migration
        self.store = store
    }

    package func move(_ move: BalanceMove) async throws -> String {
        let known = try await pool.machine(named: move.vm)
        // One that is off there, or stands still on its way in, has not arrived: the driver says what it is.
        if known.host == move.to, known.state == .running { return "had arrived already" }
        var order = Self.order(move, pool.features)
        order.history = try await store.reports(limit: 200)
        let report = try await migration.run(order).report
        let pause = report.job.downtimeMilliseconds.map { ", \(Int($0)) ms pause" } ?? ""
        return "\(Fixed.text(report.wallSeconds, 1)) s\(pause)" + (await remembered(report))
    }

    /// The move as an order to the driver.
    package static func order(_ move: BalanceMove, _ features: Features) -> MigrationOrder {
        var order = MigrationOrder(machine: move.vm, to: move.to)
        order.from = move.from
        order.autoConverge = features.contains(.autoConverge)
        return order
    }

    /// The VM has moved, whether or not the history can be written.
    private func remembered(_ report: MigrationReport) async -> String {
        do {
            try await store.save(report)
            return ""
        } catch {
            return "; not in the history: \((error as? Failure)?.because ?? "\(error)")"
        }
    }
}
