package import Estate

/// Runs steps in order under a journal, to the end or to a safe one.
package struct StepRun: Sendable {
    let run: String
    let steps: [Step]
    let journal: any Journal
    let now: @Sendable () -> Moment
    let announce: @Sendable (StepEvent) -> Void
    /// Keeps signals away while `body` puts things back.
    let shield: @Sendable (_ body: @Sendable () async -> Void) async -> Void

    /// - Parameters:
    ///   - run: name in the journal: `convert/dns01`.
    ///   - now: the wall clock, injected.
    ///   - shield: runs its body out of reach of a second Ctrl-C.
    package init(
        run: String, steps: [Step], journal: any Journal, now: @escaping @Sendable () -> Moment,
        shield: @escaping @Sendable (_ body: @Sendable () async -> Void) async -> Void = { await $0() },
        announce: @escaping @Sendable (StepEvent) -> Void
    ) {
        self.run = run
        self.steps = steps
        self.journal = journal
        self.now = now
        self.shield = shield
        self.announce = announce
    }

    /// Performs all steps, or with `resume` those that have not finished yet.
    ///
    /// - Parameters:
    ///   - until: the step before which it ends; nil: none.
    ///   - statement: what the operator vouches for; journalled before anything is done, and only where `look` goes on with it.
    ///   - look: asked where to go on, before anything is done.
    /// - Throws: ``Failure`` of the step that failed, after what must be put back was put back; a refusal when an
    ///   earlier run was left unfinished and `resume` is not given.
    package func perform(
        resume: Bool, until: String? = nil, statement: StatementFacts? = nil,
        look: @Sendable (RunState) async throws -> ResumePoint = { _ in .goOn }
    ) async throws {
        let book = try await RunBook(run: run, journal: journal, now: now)
        try check(await book.state, resume)
        let first = try await first(book, statement, look)
        let end = steps.firstIndex { $0.id == until } ?? steps.count
        guard first < end || until == nil else { throw isBehind(steps[end]) }
        for (index, step) in steps.enumerated().prefix(end) {
            if index >= first {
                if index == first, index < steps.count { try await clearAfter(first, book) }
                try await perform(step, at: index, book)
            } else if step.isAskedAgain, resume, first < steps.count, await !book.state.isPastReturn {
                try await perform(step, at: index, book)
            } else {
                announce(.skipped(number: index + 1, of: steps.count, title: step.title))
            }
        }
    }

    private func isBehind(_ step: Step) -> Failure {
        Failure(
            "stop before \"\(step.title)\"", on: run, because: "an earlier run has done it",
            next: "go on with --resume, or take it back with --undo", exit: .refused)
    }

    /// Nothing is left of a run that has finished: whatever became of its source since, it is not done again.
    private func first(
        _ book: RunBook, _ statement: StatementFacts?, _ look: @Sendable (RunState) async throws -> ResumePoint
    ) async throws -> Int {
        let first = await book.state.firstToRun(of: steps)
        guard first < steps.count else { return first }
        let point = try await look(await stated(statement, book))
        if let statement { try await book.record(RunState.operatorStep, .progressed, StepNote(statement)) }
        guard case .goBack(let id, let because) = point, let back = steps.firstIndex(where: { $0.id == id }),
            back < first
        else { return first }
        announce(.wentBack(title: steps[back].title, because: because))
        return back
    }

    /// The state as it is once the journal has the statement. One that is refused must not stay: it would be held against
    /// every later resume.
    private func stated(_ statement: StatementFacts?, _ book: RunBook) async throws -> RunState {
        var state = await book.state
        guard let statement else { return state }
        let detail = try StepNote(statement).detail()
        state.apply(
            JournalRecord(run: run, step: RunState.operatorStep, event: .progressed, at: now(), detail: detail))
        return state
    }

    /// What later steps left of an earlier try stands in the way of doing them again.
    private func clearAfter(_ first: Int, _ book: RunBook) async throws {
        guard await !book.state.isPastReturn else { return }
        for step in steps[(first + 1)...].reversed() where await book.state.touched.contains(step.id) {
            guard let release = step.release else { continue }
            do {
                try await release(await book.facts)
                try await book.record(step.id, .undone, StepNote("put back before it is done again"))
                announce(.released(title: step.title))
            } catch {
                throw await stopped(step, at: first, error, book)
            }
        }
    }

    private func perform(_ step: Step, at index: Int, _ book: RunBook) async throws {
        announce(.started(number: index + 1, of: steps.count, title: step.title))
        let clock = ContinuousClock()
        let began = clock.now
        do {
            try Task.checkCancellation()
            let planned = try await step.plans(await book.facts)
            try await book.record(step.id, .started, StepNote(facts: planned))
            let note = try await step.run(await book.facts)
            try await book.record(step.id, .finished, note)
            let seconds = (clock.now - began) / .seconds(1)
            announce(
                .finished(number: index + 1, of: steps.count, title: step.title, seconds: seconds, detail: note.text))
        } catch {
            throw await stopped(step, at: index, error, book)
        }
    }

    private func check(_ state: RunState, _ resume: Bool) throws(Failure) {
        let left = steps.filter { $0.leavesSomething && state.touched.contains($0.id) }
        guard !left.isEmpty else { return }
        try refuseWithoutFacts(state, "go on with the run")
        guard !resume else { return }
        let first = state.firstToRun(of: steps)
        let place = first < steps.count ? "it stopped before \"\(steps[first].title)\"" : "it has already finished"
        throw Failure(
            "start the run", on: run, because: "there is an earlier run, and \(place)",
            next: first < steps.count
                ? "go on with --resume, or take it back with --undo"
                : "nothing needs to be done; to do it again, take the first one back with --undo",
            exit: .refused)
    }

    /// What is not known is not guessed.
    func refuseWithoutFacts(_ state: RunState, _ attempt: String) throws(Failure) {
        let old = steps.filter { $0.leavesSomething && state.withoutFacts.contains($0.id) }
        guard let step = old.first else { return }
        throw Failure(
            attempt, on: run,
            because:
                "an earlier version of p2v began it (\"\(step.title)\"), and its journal does not say what it made",
            next: "end it, or take it back, with the version that began it", exit: .refused)
    }
}
