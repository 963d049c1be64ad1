package import Estate

/// Runs steps in order under a journal.
package struct StepRun: Sendable {
    let run: String
    let steps: [Step]
    let journal: any Journal
    let now: @Sendable () -> Moment
    let announce: @Sendable (StepEvent) -> Void

    /// - Parameters:
    ///   - run: name in the journal: `convert/dns01`.
    ///   - now: the wall clock, injected.
    package init(
        run: String, steps: [Step], journal: any Journal, now: @escaping @Sendable () -> Moment,
        announce: @escaping @Sendable (StepEvent) -> Void
    ) {
        self.run = run
        self.steps = steps
        self.journal = journal
        self.now = now
        self.announce = announce
    }

    /// Performs all steps, or with `resume` those that have not finished yet.
    ///
    /// - Throws: ``Failure`` of the step that failed, after what must be put back was put back;
    ///   a refusal when an earlier run was left unfinished and `resume` is not given.
    package func perform(resume: Bool) async throws {
        let state = RunState(try await journal.records(of: run))
        let first = state.firstToRun(of: steps)
        try check(state, first, resume)
        for (index, step) in steps.enumerated() {
            if index < first {
                announce(.skipped(number: index + 1, of: steps.count, title: step.title))
            } else {
                try await perform(step, at: index)
            }
        }
    }

    /// Undoes the run, last step first.
    ///
    /// - Parameter discard: also when the point of no return is behind: what the run made is the only copy in use.
    /// - Throws: ``Failure`` when the point of no return is behind and `discard` is not given, or when undoing fails.
    package func undo(discard: Bool = false) async throws {
        let state = RunState(try await journal.records(of: run))
        let past = steps.contains { $0.isPointOfNoReturn && state.finished.contains($0.id) }
        guard !past || discard else {
            throw Failure(
                "take the run back", on: run,
                because: "the source is off, and what was made since is the only copy in use",
                next: "start the source by hand and say --undo --discard, if what the VM wrote may be lost",
                exit: .refused)
        }
        for step in steps.reversed() where state.finished.contains(step.id) || state.begun.contains(step.id) {
            if !past { try await step.release?() }
            try await step.undo?()
            try await record(step, .undone, "")
            announce(.undone(title: step.title))
        }
    }

    private func check(_ state: RunState, _ first: Int, _ resume: Bool) throws(Failure) {
        let left = steps.contains { $0.leavesSomething && state.touched.contains($0.id) }
        guard left, !resume else { return }
        let place = first < steps.count ? "it stopped before \"\(steps[first].title)\"" : "it has already finished"
        throw Failure(
            "start the run", on: run, because: "there is an earlier run, and \(place)",
            next: first < steps.count
                ? "go on with --resume, or take it back with --undo"
                : "nothing needs to be done; to do it again, take the first one back with --undo",
            exit: .refused)
    }

    private func perform(_ step: Step, at index: Int) async throws {
        announce(.started(number: index + 1, of: steps.count, title: step.title))
        try await record(step, .started, "")
        let clock = ContinuousClock()
        let began = clock.now
        do {
            try Task.checkCancellation()
            let detail = try await step.run()
            try await record(step, .finished, detail)
            let seconds = (clock.now - began) / .seconds(1)
            announce(
                .finished(number: index + 1, of: steps.count, title: step.title, seconds: seconds, detail: detail))
        } catch {
            await stop(step, at: index, error)
            throw error
        }
    }

    /// Journals the failure and releases what must not stay, even when the task was cancelled.
    private func stop(_ step: Step, at index: Int, _ error: any Error) async {
        let reason = error is CancellationError ? "stopped by the operator" : "\(error)"
        announce(.failed(number: index + 1, of: steps.count, title: step.title, reason: reason))
        await Task {
            try? await record(step, .failed, reason)
            let past = steps[..<index].lastIndex { $0.isPointOfNoReturn }
            guard past == nil else { return }
            for earlier in steps[...index].reversed() where earlier.release != nil { await release(earlier) }
        }.value
    }

    private func release(_ step: Step) async {
        do {
            try await step.release?()
            try await record(step, .undone, "released")
            announce(.released(title: step.title))
        } catch {
            announce(.releaseFailed(title: step.title, reason: "\(error)"))
        }
    }

    private func record(_ step: Step, _ event: JournalRecord.Event, _ detail: String) async throws {
        try await journal.append(
            JournalRecord(run: run, step: step.id, event: event, at: now(), detail: detail))
    }
}
