internal import Estate
internal import Pool
internal import Probes
internal import Synchronization

/// One move under way: the pool's call, beside it the watch over its job.
final class MigrationPass: Sendable {
    /// Between two looks at the job: often enough to raise a limit within one pass, seldom enough not to disturb it.
    static let interval: Duration = .milliseconds(100)

    private struct Seen {
        var events: [MigrationEvent] = []
        var samples: [ProgressSample] = []
        var announced: UInt64?
        var limit = 0
        var reason: String?
        /// The order for a post-copy went out.
        var postCopy = false
        /// It was taken: nothing gives the move up any more.
        var postCopyRuns = false
        /// It was to be aborted, and the pool's call has not come back.
        var isUnended = false
    }

    private let order: MigrationOrder
    private let check: MigrationCheck
    private let pool: any Pool
    private let announcement: Announcement?
    private let news: @Sendable (MigrationNews) -> Void
    private let fence: MigrationFence
    /// Writes down that a post-copy begins, before it does.
    private let notePostCopy: @Sendable () async throws -> Void
    private let seen = Mutex(Seen())
    /// Seconds for which the destination's copy of a post-copy may be gone before the call is left to itself.
    private let endedLimit: Double
    /// How long the pool's call may go on after the move was to be aborted.
    private let abortLimit: Duration

    init(
        order: MigrationOrder, check: MigrationCheck, pool: any Pool, announcement: Announcement?,
        endedLimit: Double = EndedCopy.limit, abortLimit: Duration = .seconds(15),
        news: @escaping @Sendable (MigrationNews) -> Void,
        notePostCopy: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.notePostCopy = notePostCopy
        self.endedLimit = endedLimit
        self.abortLimit = abortLimit
        self.order = order
        self.check = check
        self.pool = pool
        self.announcement = announcement
        self.news = news
        fence = MigrationFence(pool, check.request)
        seen.withLock { $0.limit = order.downtime.startMilliseconds }
    }

    /// - Throws: what the pool threw; `CancellationError` after the machine was left at the source.
    func move() async throws -> MigrationOutcome {
        Scheduling.raiseThisProcess()
        let began = MonotonicClock.now()
        do {
            let call = LeavableCall { [self] in try await pool.migrate(check.request) { self.take($0) } }
            let job = try await withThrowingTaskGroup(of: JobStatistics?.self) { group in
                group.addTask { [self] in try await value(of: call) }
                group.addTask { [self] in
                    do { try await watch(since: began) } catch let stuck as Failure {
                        call.leave(stuck)
                        throw stuck
                    }
                    return nil
                }
                defer { group.cancelAll() }
                while let finished = try await group.next() {
                    if let finished { return finished }
                }
                throw CancellationError()
            }
            let ended = MonotonicClock.now()
            announcement?.end()
            let seen = seen.withLock { $0 }
            return MigrationOutcome(
                job: job, began: began, ended: ended, events: seen.events, samples: seen.samples,
                limitMilliseconds: seen.limit, announced: seen.announced)
        } catch {
            await fence.settled()
            announcement?.takeBack()
            if let reason = seen.withLock({ $0.reason }) { throw givenUp(reason) }
            throw error
        }
    }

    /// The call's answer. A daemon that is told to abort a move and never ends it must not keep p2v: it is left alone then,
    /// and the settlement says so.
    private func value(of call: LeavableCall<JobStatistics>) async throws -> JobStatistics {
        try await withTaskCancellationHandler {
            try await call.value()
        } onCancel: {
            Task { [self] in
                try? await Task.sleep(for: abortLimit)
                seen.withLock { $0.isUnended = true }
                call.leave(CancellationError())
            }
        }
    }

    /// After a move that broke: who holds the machine is known now, as far as it will be.
    func conclude(holder: String?) {
        if holder == order.to { announcement?.confirm() }
        announcement?.end()
    }

    /// The guest may run on the destination.
    var mayHaveSwitched: Bool { fence.mayHaveSwitched || startedPostCopy }
    var startedPostCopy: Bool { seen.withLock(\.postCopy) }
    var isUnended: Bool { seen.withLock(\.isUnended) }

    private func take(_ event: MigrationEvent) {
        fence.take(event)
        if event.kind == .suspended, event.host == check.request.from, announcement?.make() == true {
            let now = MonotonicClock.now()
            seen.withLock { $0.announced = now }
            news(.announced)
        }
        seen.withLock { $0.events.append(event) }
        news(.event(event))
    }

    /// Looks at the job until the pool's call ends; throws to give the move up, a ``Failure`` to leave it as it is.
    private func watch(since began: UInt64) async throws {
        var steps = DowntimeSteps(order.downtime)
        var ended = EndedCopy(limit: endedLimit)
        let arrived = PatientQuestion { [self] in try await pool.condition(of: order.machine, on: order.to) }
        let limit =
            order.timeLimit.map { $0 / .seconds(1) } ?? TimeLimit.seconds(memoryBytes: check.machine.memoryBytes)
        while true {
            try await Task.sleep(for: Self.interval)
            let seconds = Double(MonotonicClock.now() - began) / 1e9
            let isPostCopy = seen.withLock(\.postCopyRuns)
            if isPostCopy, ended.isOver(arrived.look(), at: seconds) { throw left() }
            if seconds > limit, !isPostCopy { try giveUp("it took longer than its time limit of \(Int(limit)) s") }
            // A host that does not tell is asked again: the time limit counts meanwhile.
            guard case .known(let progress?) = await job else { continue }
            note(progress, limit: steps.limit)
            guard let iteration = progress.iteration, let remaining = progress.memoryRemainingBytes else { continue }
            switch steps.next(iteration: iteration, remaining: remaining, at: seconds) {
            case .stay: break
            case .raise(let milliseconds): await raise(to: milliseconds)
            case .postCopy: try await switchOver()
            case .giveUp(let reason): try giveUp("it does not converge: \(reason)")
            }
        }
    }

    private var job: Observed<JobProgress?> {
        get async {
            await Answer.within(.seconds(5)) { [self] in
                try await pool.jobProgress(of: order.machine, on: check.request.from)
            }
        }
    }

    private func note(_ progress: JobProgress, limit: Int) {
        let sample = ProgressSample(
            monotonicNanoseconds: MonotonicClock.now(), progress: progress, limitMilliseconds: limit)
        seen.withLock { $0.samples.append(sample) }
        news(.progress(sample))
    }

    private func raise(to milliseconds: Int) async {
        let change = MigrationChange.maxDowntime(milliseconds: milliseconds)
        // The job may have ended meanwhile: then there is nothing to change.
        guard (try? await pool.adjustMigration(of: order.machine, on: check.request.from, change)) != nil else {
            return
        }
        seen.withLock { $0.limit = milliseconds }
        news(.limitRaised(milliseconds))
    }

    /// From the order on, answered or not, part of the memory may be on each side.
    private func switchOver() async throws {
        do { try await notePostCopy() } catch {
            try giveUp("the beginning of its post-copy could not be written down: \(error)")
        }
        seen.withLock { $0.postCopy = true }
        // Refused or not answered: the settlement takes it for one that began.
        guard (try? await pool.adjustMigration(of: order.machine, on: check.request.from, .postCopy)) != nil else {
            return
        }
        seen.withLock { $0.postCopyRuns = true }
        news(.postCopyStarted)
    }

    /// Leaving the group cancels the pool's call, which aborts the job.
    private func giveUp(_ reason: String) throws {
        seen.withLock { $0.reason = reason }
        throw CancellationError()
    }

    private func left() -> Failure {
        Failure(
            "migrate the machine", on: order.machine,
            because:
                "its copy on \(order.to) has ended in the post-copy, and \(check.request.from) does not end the move",
            next: "see `p2v pool`")
    }

    private func givenUp(_ reason: String) -> Failure {
        Failure(
            "migrate the machine", on: order.machine, because: reason,
            next: "choose a quiet hour, or give it --auto-converge, --compression xbzrle, a larger --max-downtime, "
                + "or a longer --timeout")
    }
}
