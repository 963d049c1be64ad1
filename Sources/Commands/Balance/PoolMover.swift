internal import Balancer
internal import Estate
internal import LiveMigration
internal import Pool

/// Performs a move as a live migration of the pool.
struct PoolMover: Mover {
    let pool: any Pool

    func move(_ move: BalanceMove) async throws -> String {
        // A p2v that was killed leaves the migration running; it is waited for, not started again.
        while try await pool.jobProgress(of: move.vm, on: move.from) != nil { try await Task.sleep(for: .seconds(1)) }
        if try await pool.machine(named: move.vm).host == move.to { return "had arrived already" }
        let clock = ContinuousClock()
        let start = clock.now
        let request = MigrationRequest(
            machine: move.vm, from: move.from, to: move.to, autoConverge: pool.features.contains(.autoConverge))
        let job = try await LiveMigration.fenced(request, in: pool)
        let seconds = Decimals.text((clock.now - start) / .seconds(1), 1)
        let pause = job.downtimeMilliseconds.map { ", \(Int($0)) ms pause" } ?? ""
        return "\(seconds) s\(pause)"
    }
}
