package import Estate

/// Runs a plan: starts what the schedule permits, journals each move before and after, stops or goes on after a failure.
///
/// The journal's run is `name`; step `plan` remembers the plan, so that a run that was killed is continued with the
/// moves it had not made (see ``RunJournal``).
package struct BalanceRun: Sendable {
    package var name: String
    package var continueOnFailure: Bool
    private let journal: any Journal
    private let mover: any Mover
    private let now: @Sendable () -> Moment
    private let stopReason: @Sendable () -> String?

    /// - Parameters:
    ///   - now: the clock.
    ///   - stopReason: asked before each start; a reason ends the run (a window that closes, a budget used up).
    package init(
        name: String, journal: any Journal, mover: any Mover, continueOnFailure: Bool = false,
        now: @escaping @Sendable () -> Moment, stopReason: @escaping @Sendable () -> String? = { nil }
    ) {
        self.name = name
        self.journal = journal
        self.mover = mover
        self.continueOnFailure = continueOnFailure
        self.now = now
        self.stopReason = stopReason
    }

    /// - Parameter report: told of each move as it starts and ends.
    package func run(_ schedule: MoveSchedule, report: @escaping @Sendable (String) -> Void) async throws
        -> BalanceRunReport
    {
        let start = now()
        try await RunJournal(journal, name).begin(schedule.moves, at: start)
        var progress = Progress(schedule)
        await withTaskGroup(of: (Int, Result<Moved, any Error>).self) { group in
            while true {
                if progress.stopped == nil { progress.stopped = Task.isCancelled ? "interrupted" : stopReason() }
                if progress.stopped == nil { launch(&progress, &group, report) }
                guard let (index, result) = await group.next() else { break }
                await settle(index, result, &progress, report)
            }
        }
        do { try await RunJournal(journal, name).end(at: now(), stopped: progress.stopped) } catch {
            // The moves are made: their report must not be lost with the journal.
            progress.stopped = progress.stopped ?? "the end could not be written down: \(error)"
        }
        return BalanceRunReport(
            startedAt: start, endedAt: now(), entries: progress.entries(), stopped: progress.reasonToStop)
    }

    private struct Moved: Sendable {
        var detail: String
        /// Nothing more may start.
        var stop: String?
    }

    private struct Progress {
        var schedule: MoveSchedule
        var stopped: String?
        var results: [Int: Result<Moved, any Error>] = [:]
        var quarantine: Set<String> = []

        init(_ schedule: MoveSchedule) { self.schedule = schedule }

        var reasonToStop: String? {
            if let stopped { return stopped }
            return schedule.left.isEmpty ? nil : "moves were left because of earlier failures"
        }

        func entries() -> [BalanceRunReport.Entry] {
            schedule.moves.enumerated().map { index, move in
                switch results[index] {
                case .success(let moved): .init(move, .moved, moved.detail)
                case .failure(let error): .init(move, .failed, "\(error)")
                case nil: .init(move, .left, stopped ?? "an earlier failure stands in the way")
                }
            }
        }
    }

    private func launch(
        _ progress: inout Progress, _ group: inout TaskGroup<(Int, Result<Moved, any Error>)>,
        _ report: @escaping @Sendable (String) -> Void
    ) {
        for index in progress.schedule.next() {
            let move = progress.schedule.moves[index]
            report("moving \(move.vm) \(move.from) → \(move.to): \(move.reason)")
            group.addTask { [self] in
                do {
                    let log = RunJournal(journal, name)
                    try await log.record(index, move, .started, at: now(), detail: "")
                    let detail = try await mover.move(move)
                    return (index, .success(await noted(index, move, detail)))
                } catch {
                    return (index, .failure(error))
                }
            }
        }
    }

    /// The VM has moved, whether or not that can be written down.
    private func noted(_ index: Int, _ move: BalanceMove, _ detail: String) async -> Moved {
        do {
            try await RunJournal(journal, name).record(index, move, .finished, at: now(), detail: detail)
            return Moved(detail: detail)
        } catch {
            return Moved(detail: detail, stop: "the move of \(move.vm) could not be written down: \(error)")
        }
    }

    private func settle(
        _ index: Int, _ result: Result<Moved, any Error>, _ progress: inout Progress,
        _ report: @Sendable (String) -> Void
    ) async {
        progress.results[index] = result
        let move = progress.schedule.moves[index]
        switch result {
        case .success(let moved):
            progress.schedule.finish(index)
            progress.stopped = progress.stopped ?? moved.stop
            report("moved \(move.vm) \(move.from) → \(move.to): \(moved.detail)")
        case .failure(let error):
            progress.quarantine.insert(move.to)
            progress.schedule.fail(index, quarantine: progress.quarantine)
            report("failed \(move.vm) \(move.from) → \(move.to): \(error)")
            // The failure is in the report already; a journal that cannot be written must not hide it.
            try? await RunJournal(journal, name).record(index, move, .failed, at: now(), detail: "\(error)")
            if !continueOnFailure, progress.stopped == nil { progress.stopped = "the move of \(move.vm) failed" }
        }
    }
}
