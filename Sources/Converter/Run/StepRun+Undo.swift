internal import Estate

extension StepRun {
    /// Takes the run back: first what must not stay as it is, so that the service is back early, then what was made, last
    /// step first. The journal alone says what that is.
    ///
    /// - Parameter discard: also when the source is off: what the VM wrote may be lost.
    /// - Throws: ``Failure`` when the source is off and `discard` is not given, or when something cannot be taken back;
    ///   repeating it goes on.
    package func undo(discard: Bool = false) async throws {
        let book = try await RunBook(run: run, journal: journal, now: now)
        let state = await book.state
        try refuseWithoutFacts(state, "take the run back")
        guard !state.isPastReturn || discard else { throw pastReturn() }
        if state.isPastReturn {
            // The source stays as it is; the VM must be off before anything of it is removed.
            for step in steps.reversed() where step.guardsEarlier && state.touched.contains(step.id) {
                try await step.release?(state.facts)
            }
        } else {
            try await putBack(book)
        }
        for step in steps.reversed() where state.touched.contains(step.id) {
            try await step.undo?(state.facts)
            try await book.record(step.id, .undone, StepNote())
            announce(.undone(title: step.title))
        }
        try await book.record(RunState.operatorStep, .undone, StepNote())
    }

    private func putBack(_ book: RunBook) async throws {
        let failures = await Task { await releaseAll(book) }.value
        guard let first = failures.first else { return }
        throw Failure(
            "take the run back", on: run,
            because: failures.map { "could not \($0.attempted) on \($0.subject): \($0.because)" }.joined(
                separator: "; "),
            next: "nothing was removed: \(first.next); then say --undo again", exit: first.exit)
    }

    private func pastReturn() -> Failure {
        Failure(
            "take the run back", on: run,
            because: "the source is off, and what was made since is the only copy in use",
            next: "start the source by hand and say --undo --discard, if what the VM wrote may be lost", exit: .refused)
    }
}
