internal import Estate
internal import Pool
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

    /// When the hold, if there is one, has been answered, or has had its time: the settlement asks what came of it.
    func settled() async {
        guard let hold = seen.withLock(\.hold) else { return }
        _ = await Answer.within(.seconds(30)) { await hold.value }
    }
}
