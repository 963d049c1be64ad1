public import Estate
internal import Glibc
public import Pool
internal import Probes

/// # LiveMigration: one VM from host to host, as the service saw it
///
/// ```
/// MigrationOrder ─preflight→ findings, prediction
///        │
///        └─run→ probes ──3 s──┬───────── the move ─────────┬──3 s── → MigrationRecord
///                             │ Steering: downtime limit   │           ├ report   (store, JSON, text)
///                             │ Observation: events, job   │           ├ traces   (CSV: every probe)
///                             │ Announcement at the pause  │           └ timeline (SVG)
/// ```
///
/// Peer-to-peer always: the source's daemon leads, so p2v may die and the move goes on; with a client-led move a dying
/// client can leave the guest paused on both hosts.
public struct LiveMigration: Sendable {
    let pool: any Pool
    let journal: any Journal
    let now: @Sendable () -> Moment
    let announcers: [String: [String]]

    /// - Parameters:
    ///   - announcers: by host, the command that runs `p2v announce` there; empty where the pool has none.
    ///   - now: the wall clock, injected.
    public init(
        pool: any Pool, journal: any Journal, announcers: [String: [String]] = [:],
        now: @escaping @Sendable () -> Moment
    ) {
        self.pool = pool
        self.journal = journal
        self.announcers = announcers
        self.now = now
    }

    /// Moves the machine under probes.
    ///
    /// - Parameter events: what happens, as it happens; must return at once.
    /// - Throws: ``Failure``: refused before anything was done, failed, or interrupted; it says which host runs the
    ///   machine.
    public func run(
        _ order: MigrationOrder, events: @escaping @Sendable (MigrationNews) -> Void = { _ in }
    ) async throws -> MigrationRecord {
        let check = try await preflight(order)
        if let worst = check.concerns.first(where: { $0.severity == .critical }) {
            throw Failure(
                "migrate the machine", on: order.machine, because: worst.seen, next: worst.advice, exit: .refused)
        }
        let line = await announcement(order, check, events)
        let probes = try await ProbeRunner.start(order.probes, perSecond: order.perSecond)
        let pass = MigrationPass(order: order, check: check, pool: pool, announcement: line, news: events)
        do {
            try await journal.append(record(order, .started, try Self.text(check.request.summary)))
            if !order.probes.isEmpty { try await Task.sleep(for: order.margin) }
            let startedAt = now()
            let outcome = try await pass.move()
            // The statistics can be read once only: they are on disk before anything else can fail.
            try await journal.append(record(order, .progressed, try Self.text(outcome.job)))
            if !order.probes.isEmpty { try? await Task.sleep(for: order.margin) }
            let seen = MigrationRecord(
                order: order, check: check, outcome: outcome, traces: await probes.stop(), startedAt: startedAt,
                loadAverage: Self.loadAverage())
            try await journal.append(record(order, .finished, try Self.text(seen.report)))
            return seen
        } catch {
            _ = await probes.stop()
            throw await afterwards(order, check, error)
        }
    }

    /// Nil also when an announcer cannot be started: the move is possible without, and only loses more.
    private func announcement(
        _ order: MigrationOrder, _ check: MigrationCheck, _ news: @Sendable (MigrationNews) -> Void
    ) async -> Announcement? {
        guard order.announceEarly, let source = announcers[check.request.from], let target = announcers[order.to] else {
            return nil
        }
        do {
            return try await Announcement.open(
                macs: check.machine.macs, from: check.request.from, source, to: order.to, target)
        } catch {
            news(.notAnnouncing("\(error)"))
            return nil
        }
    }

    /// Journals the failure and says where the machine runs: also when the task was cancelled.
    private func afterwards(_ order: MigrationOrder, _ check: MigrationCheck, _ error: any Error) async -> any Error {
        await Task { [pool] in
            let places = ((try? await pool.machines()) ?? [])
                .filter { $0.uuid == check.machine.uuid && ($0.state == .running || $0.state == .paused) }
                .map { "\($0.state.rawValue) on \($0.host)" }
            let place =
                places.isEmpty ? "no host that answers runs it" : "the machine is \(places.joined(separator: " and "))"
            let failure = Self.failure(error, order, place)
            try? await journal.append(record(order, .failed, "\(failure)"))
            return failure
        }.value
    }

    private static func failure(_ error: any Error, _ order: MigrationOrder, _ place: String) -> Failure {
        if error is CancellationError {
            return Failure(
                "finish the migration", on: order.machine, because: "the operator stopped it; \(place)",
                next: "start it again when you like", exit: .interrupted)
        }
        guard var failure = error as? Failure else {
            return Failure(
                "migrate the machine", on: order.machine, because: "\(error); \(place)", next: "see `p2v pool`")
        }
        // A pool may have said it in words of its own.
        if !failure.because.contains(place.split(separator: " ").suffix(3).joined(separator: " ")) {
            failure.because += "; \(place)"
        }
        return failure
    }

    private func record(_ order: MigrationOrder, _ event: JournalRecord.Event, _ detail: String) -> JournalRecord {
        JournalRecord(run: "migrate/\(order.machine)", step: "move", event: event, at: now(), detail: detail)
    }

    private static func loadAverage() -> Double? {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : nil
    }
}
