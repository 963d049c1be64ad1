package import Estate
package import Pool
internal import Synchronization

/// Listens to one move, and holds the source's copy still when its daemon lets it go on after the pause began.
///
/// The daemon then did not hear that the destination's copy runs. It may run all the same, so the source's is held at
/// once, before anybody is asked; ``Settlement`` decides afterwards.
final class MigrationFence: Sendable {
    private struct Seen {
        var suspended = false
        var hold: Task<Void, Never>?
    }

    private let pool: any Pool
    private let request: MigrationRequest
    private let seen = Mutex(Seen())

    init(_ pool: any Pool, _ request: MigrationRequest) {
        self.pool = pool
        self.request = request
    }

    /// The pause began: the guest may run on the destination.
    var mayHaveSwitched: Bool { seen.withLock(\.suspended) }

    func take(_ event: MigrationEvent) {
        guard event.host == request.from else { return }
        if event.kind == .suspended { seen.withLock { $0.suspended = true } }
        guard event.kind == .resumed else { return }
        let hold = Task { [pool, request] () async -> Void in
            try? await pool.pause(request.machine, on: request.from)
        }
        seen.withLock { $0.hold = hold }
    }

    /// When the hold, if there is one, has been answered.
    func settled() async {
        await seen.withLock(\.hold)?.value
    }
}

extension LiveMigration {
    /// A move without probes, journal or steps, behind the same fence as ``run(_:events:)``.
    ///
    /// - Throws: ``Failure`` that says where the machine is.
    package static func fenced(
        _ request: MigrationRequest, in pool: any Pool, patience: Duration = .seconds(60)
    ) async throws -> JobStatistics {
        let fence = MigrationFence(pool, request)
        do {
            return try await pool.migrate(request) { fence.take($0) }
        } catch {
            await fence.settled()
            let settlement = Settlement(
                pool: pool, request: request, mayHaveSwitched: fence.mayHaveSwitched, patience: patience)
            let settled = await Task { await settlement.settle() }.value
            throw failure(error, request.machine, settled)
        }
    }
}
