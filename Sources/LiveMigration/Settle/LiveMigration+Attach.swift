internal import Estate
internal import Pool

extension LiveMigration {
    /// Takes up a move that an earlier p2v began: follows it to its end, and sees to it that one copy runs.
    ///
    /// - Parameter silentIsOff: the operator says that hosts which do not answer are off.
    /// - Throws: ``Failure`` (refused) when no move of the machine is under way or unsettled; ``Failure`` that names the
    ///   holder when it cannot be settled: its record then stays open, and the next run takes it up again.
    package func attach(
        _ machine: String, silentIsOff: Bool = false, patience: Duration = .seconds(60),
        events: @escaping @Sendable (MigrationNews) -> Void = { _ in }
    ) async throws -> MigrationSettled {
        let known = UnsettledMove.last(of: try await journal.records(of: Self.run(machine)))
        guard case .known(let recorded) = known else {
            return try await closeUnreadable(machine, known.reason ?? "", silentIsOff, patience, events)
        }
        if let recorded { return try await follow(recorded, silentIsOff, patience, events) }
        if let found = try await underWay(machine, silentIsOff) {
            return try await follow(found, silentIsOff, patience, events)
        }
        throw Failure(
            "attach to the move", on: machine, because: "no move of it is under way or unsettled",
            next: "see `p2v pool` for where it runs, and `p2v history \(machine)` for its moves", exit: .refused)
    }

    /// Settles what earlier runs left behind of these machines: moves that are under way are followed to their end.
    ///
    /// - Returns: why each machine that could not be settled was not; such a machine must not be moved.
    package func settleLeft(
        of machines: [String], patience: Duration = .seconds(20),
        events: @escaping @Sendable (MigrationSettled) -> Void = { _ in }
    ) async throws -> [String: String] {
        var unsettled: [String: String] = [:]
        for machine in machines {
            let records = try await journal.records(of: Self.run(machine))
            if UnsettledMove.last(of: records) == .known(nil) { continue }
            do {
                events(try await attach(machine, patience: patience))
            } catch let failure as Failure {
                try Task.checkCancellation()
                unsettled[machine] = "an earlier move of it is not settled: \(failure.because)"
            }
        }
        return unsettled
    }

    /// Machines whose last move has no end in the journal, with the reason why they must not be moved now.
    package func unsettled(of machines: [String]) async throws -> [String: String] {
        var unsettled: [String: String] = [:]
        for machine in machines {
            switch UnsettledMove.last(of: try await journal.records(of: Self.run(machine))) {
            case .known(nil): continue
            case .known(let move?):
                unsettled[machine] =
                    "its move to \(move.request.to) was not followed to its end; see p2v migrate --attach"
            case .unknown(let reason): unsettled[machine] = "whether its last move has ended is not known: \(reason)"
            }
        }
        return unsettled
    }

    /// Settles what an earlier run left behind, before a new move begins.
    func settleEarlier(_ order: MigrationOrder, _ news: @escaping @Sendable (MigrationNews) -> Void) async throws {
        switch UnsettledMove.last(of: try await journal.records(of: Self.run(order.machine))) {
        case .known(nil): return
        case .unknown(let reason):
            throw Failure(
                "migrate the machine", on: order.machine,
                because: "whether an earlier move of it has ended is not known: \(reason)",
                next: "look at both hosts with `p2v pool`, then run p2v migrate --attach \(order.machine)",
                exit: .refused)
        case .known(let earlier?):
            if case .known(.some) = await job(of: order.machine, on: earlier.request.from) {
                throw Failure(
                    "migrate the machine", on: order.machine,
                    because: "an earlier move of it, to \(earlier.request.to), is still under way",
                    next: "follow it to its end with p2v migrate --attach \(order.machine)", exit: .busy)
            }
            _ = try await follow(earlier, false, order.patience, news)
        }
    }

    static func run(_ machine: String) -> String { "migrate/\(machine)" }

    /// The machine's job as its host tells it; unknown when it does not.
    func job(of machine: String, on host: String) async -> Observed<JobProgress?> {
        await Answer.within(answer) { [pool] in try await pool.jobProgress(of: machine, on: host) }
    }

    private func follow(
        _ move: UnsettledMove, _ silentIsOff: Bool, _ patience: Duration,
        _ events: @escaping @Sendable (MigrationNews) -> Void
    ) async throws -> MigrationSettled {
        var settlement = Settlement(
            pool: pool, request: move.request, mayHaveSwitched: true, postCopy: move.mayBePostCopy, patience: patience,
            silentIsOff: silentIsOff, news: events)
        settlement.answer = answer
        let steering = Task { await steer(move.request) }
        let settled = await settlement.settle()
        steering.cancel()
        try await note(settled)
        guard settled.isSettled || settled.isGone else {
            throw Failure(
                "settle the move", on: settled.machine, because: settled.explanation, next: settled.advice)
        }
        return settled
    }

    /// The end of the move; of one that is not settled only what was tried, so that its record stays open.
    func note(_ settled: MigrationSettled) async throws {
        let end: JournalRecord.Event = settled.holder == settled.to ? .finished : .failed
        let event = settled.isSettled || settled.isGone ? end : .progressed
        let detail = try Self.text(settled)
        try await journal.append(
            JournalRecord(run: Self.run(settled.machine), step: "settle", event: event, at: now(), detail: detail))
    }

    /// Raises the limit of the pause while the move runs, as the p2v that began it would have done.
    private func steer(_ request: MigrationRequest) async {
        var steps = DowntimeSteps(DowntimePolicy())
        let began = ContinuousClock.now
        while !Task.isCancelled {
            let job = await job(of: request.machine, on: request.from)
            if case .known(nil) = job { return }
            if let job = job.value ?? nil, let iteration = job.iteration, let remaining = job.memoryRemainingBytes,
                case .raise(let limit) = steps.next(
                    iteration: iteration, remaining: remaining, at: (ContinuousClock.now - began) / .seconds(1))
            {
                let change = MigrationChange.maxDowntime(milliseconds: limit)
                // The job may have ended meanwhile: then there is nothing to change.
                try? await pool.adjustMigration(of: request.machine, on: request.from, change)
            }
            try? await Task.sleep(for: MigrationPass.interval)
        }
    }
}
