internal import Estate
internal import ImageStores
internal import Logging
internal import Pool

/// A turn to start machines, from the pool's own state: one p2v at a time, of all machines. It is held for seconds, so
/// it is another one than the lease of long runs, which may start machines themselves.
struct StartTurn: Exclusive {
    let workspace: Workspace
    /// The pool whose SRs are asked where the pool file names none.
    let pool: @Sendable () throws -> any Pool
    /// How long others are waited for.
    var limit = Duration.seconds(60)

    func alone(_ purpose: String, _ work: @Sendable () async throws -> Void) async throws {
        guard let lease = try await lease(purpose) else { return try await work() }
        do {
            try await work()
        } catch {
            await letGo(lease, purpose)
            throw error
        }
        await letGo(lease, purpose)
    }

    /// Nil where the pool has no place for its state: then the second look that follows each start is the only guard.
    private func lease(_ purpose: String) async throws -> PoolLease? {
        let place: String
        do { place = try await workspace.ledgerPlace(try pool()) } catch let failure as Failure
            where failure.exit == .refused
        {
            workspace.log.warning("no lock keeps another p2v from starting machines now: \(failure.because)")
            return nil
        }
        let ledger = try await workspace.openLedger(at: place)
        let clock = ContinuousClock()
        let end = clock.now + limit
        while true {
            do {
                return try await ledger.startLease(purpose)
            } catch let failure as Failure where failure.exit == .busy && clock.now < end {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private func letGo(_ lease: PoolLease, _ purpose: String) async {
        do { try await lease.release() } catch {
            workspace.log.warning("the turn to \(purpose) stays until this process ends: \(error)")
        }
    }
}
