package import Estate
internal import Glibc
package import Pool
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
package struct LiveMigration: Sendable {
    let pool: any Pool
    let journal: any Journal
    let now: @Sendable () -> Moment
    let announcers: [String: [String]]
    let poolConcerns: @Sendable (MigrationRequest) async throws -> [Concern]
    /// Who writes a move down while it goes on; nil: nobody.
    package var witness: @Sendable (MigrationCheck) -> (any MoveWitness)? = { _ in nil }
    /// How long one host has for one answer.
    var answer: Duration = .seconds(5)
    var endedLimit = EndedCopy.limit
    /// How long a move that was to be aborted is waited for.
    var abortLimit: Duration = .seconds(15)

    /// - Parameters:
    ///   - announcers: by host, the command that runs `p2v announce` there; empty where the pool has none.
    ///   - poolConcerns: what the move would do to the pool as a whole, its N+1 above all.
    ///   - now: the wall clock, injected.
    package init(
        pool: any Pool, journal: any Journal, announcers: [String: [String]] = [:],
        poolConcerns: @escaping @Sendable (MigrationRequest) async throws -> [Concern] = { _ in [] },
        now: @escaping @Sendable () -> Moment
    ) {
        self.pool = pool
        self.journal = journal
        self.announcers = announcers
        self.poolConcerns = poolConcerns
        self.now = now
    }

    /// Moves the machine under probes.
    ///
    /// - Parameter events: what happens, as it happens; must return at once.
    /// - Throws: ``Failure``: refused before anything was done, failed, or interrupted; it says which host runs the
    ///   machine.
    package func run(
        _ order: MigrationOrder, events: @escaping @Sendable (MigrationNews) -> Void = { _ in }
    ) async throws -> MigrationRecord {
        try await settleEarlier(order, events)
        let check = try await preflight(order)
        if let worst = check.concerns.first(where: { $0.severity == .critical }) {
            throw Failure(
                "migrate the machine", on: order.machine, because: worst.seen, next: worst.advice, exit: .refused)
        }
        let witness = witness(check)
        let events: @Sendable (MigrationNews) -> Void = { news in
            witness?.saw(news)
            events(news)
        }
        for concern in check.concerns where concern.severity == .warning { events(.concern(concern)) }
        let line = await announcement(order, check, events)
        let probes: ProbeSource
        do { probes = try await ProbeSource.start(order) } catch {
            witness?.ended(nil, because: "\(error)")
            throw error
        }
        let following = Task { if let witness { await probes.follow { witness.answered($0) } } }
        defer { following.cancel() }
        let pass = MigrationPass(
            order: order, check: check, pool: pool, announcement: line, endedLimit: endedLimit,
            abortLimit: abortLimit, news: events
        ) {
            try await keep(
                JournalRecord(
                    run: Self.run(order.machine), step: UnsettledMove.postCopyStep, event: .progressed, at: now(),
                    detail: ""))
        }
        do {
            try await keep(record(order, .started, try Self.text(check.request.summary)))
            if !order.probes.isEmpty { try await Task.sleep(for: order.margin) }
            let startedAt = now()
            let outcome = try await pass.move()
            // The statistics can be read once only: they are on disk before anything else can fail.
            try await keep(record(order, .progressed, try Self.text(outcome.job)))
            if !order.probes.isEmpty { try? await Task.sleep(for: order.margin) }
            try await confirm(pass, check, order, events)
            let seen = MigrationRecord(
                order: order, check: check, outcome: outcome, traces: try await probes.stop(), startedAt: startedAt,
                loadAverage: Self.loadAverage())
            try await keep(record(order, .finished, try Self.text(seen.report)))
            witness?.ended(seen.report, because: nil)
            return seen
        } catch {
            _ = try? await probes.stop()
            let failure = await afterwards(pass, order, check, error, events)
            witness?.ended(nil, because: "\(failure)")
            throw failure
        }
    }

    /// Also when the operator has just stopped the move: what happened must be on record.
    private func keep(_ record: JournalRecord) async throws {
        try await Task { [journal] in try await journal.append(record) }.value
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

    /// A move that succeeded has left nothing that runs behind.
    private func confirm(
        _ pass: MigrationPass, _ check: MigrationCheck, _ order: MigrationOrder,
        _ news: @escaping @Sendable (MigrationNews) -> Void
    ) async throws {
        let settled = await settlement(pass, check, order, news).settle()
        guard settled.holder != order.to else { return }
        throw Failure(
            "confirm the move", on: order.machine, because: settled.explanation, next: settled.advice)
    }

    private func settlement(
        _ pass: MigrationPass, _ check: MigrationCheck, _ order: MigrationOrder,
        _ news: @escaping @Sendable (MigrationNews) -> Void
    ) -> Settlement {
        var settlement = Settlement(
            pool: pool, request: check.request, mayHaveSwitched: pass.mayHaveSwitched,
            postCopy: pass.startedPostCopy, patience: order.patience, news: news)
        settlement.answer = answer
        settlement.isAbandoned = pass.isUnended
        return settlement
    }

    /// Sees to it that one copy runs, journals the failure and says where the machine is: also when cancelled. Without
    /// an end in the journal the next run takes the matter up again.
    private func afterwards(
        _ pass: MigrationPass, _ order: MigrationOrder, _ check: MigrationCheck, _ error: any Error,
        _ news: @escaping @Sendable (MigrationNews) -> Void
    ) async -> any Error {
        await Task {
            let settled = await settlement(pass, check, order, news).settle()
            pass.conclude(holder: settled.holder)
            let failure = Self.failure(error, order.machine, settled)
            // The failure is told in any case; a journal that cannot be written leaves the move open for the next run.
            if settled.isSettled || settled.isGone {
                try? await journal.append(record(order, .failed, "\(failure)"))
            }
            return failure
        }.value
    }

    static func failure(_ error: any Error, _ machine: String, _ settled: MigrationSettled) -> Failure {
        let place = ([settled.explanation] + settled.actions.map { "p2v \($0)" }).joined(separator: "; ")
        if error is CancellationError {
            return Failure(
                "finish the migration", on: machine, because: "the operator stopped it; \(place)",
                next: settled.advice, exit: .interrupted)
        }
        guard var failure = error as? Failure else {
            return Failure(
                "migrate the machine", on: machine, because: "\(error); \(place)", next: settled.advice)
        }
        if !failure.because.contains(settled.explanation) { failure.because += "; \(place)" }
        if !settled.isSettled { failure.next = settled.advice }
        return failure
    }

    private func record(_ order: MigrationOrder, _ event: JournalRecord.Event, _ detail: String) -> JournalRecord {
        JournalRecord(run: Self.run(order.machine), step: "move", event: event, at: now(), detail: detail)
    }

    private static func loadAverage() -> Double? {
        var load = 0.0
        return getloadavg(&load, 1) == 1 ? load : nil
    }
}
