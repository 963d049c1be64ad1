package import Balancer
internal import Estate

/// Writes each move down in the pool's state before and after another mover makes it.
package struct NotedMover: Mover {
    private let mover: any Mover
    private let ledger: PoolLedger
    private let run: String

    /// - Parameter run: why VMs move: `balance`, `evacuate/hosta`.
    package init(_ mover: any Mover, in ledger: PoolLedger, run: String) {
        self.mover = mover
        self.ledger = ledger
        self.run = run
    }

    package func move(_ move: BalanceMove) async throws -> String {
        var noted = PoolMove(vm: move.vm, from: move.from, to: move.to, run: run, begunAt: ledger.now())
        try await ledger.note(noted)
        let detail = try await mover.move(move)
        noted.madeAt = ledger.now()
        do { try await ledger.note(noted) } catch {
            // It was made, whatever is written of it; its beginning is on record.
            return "\(detail) (its end could not be written down: \(error))"
        }
        return detail
    }
}
