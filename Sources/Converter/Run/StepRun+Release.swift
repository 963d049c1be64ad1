internal import Estate

extension StepRun {
    /// Journals the failure and brings the run to a safe end, even in a task that was cancelled.
    ///
    /// - Returns: the error to throw: it also says what could not be put back.
    func stopped(_ step: Step, at index: Int, _ error: any Error, _ book: RunBook) async -> any Error {
        let reason = error is CancellationError ? "stopped by the operator" : "\(error)"
        announce(.failed(number: index + 1, of: steps.count, title: step.title, reason: reason))
        let failures = await Task { await safeEnd(step, reason, book) }.value
        return failures.isEmpty ? error : Self.joined(error, failures, on: run)
    }

    private func safeEnd(_ step: Step, _ reason: String, _ book: RunBook) async -> [Failure] {
        await note(step.id, .failed, reason, book)
        guard await !book.state.isPastReturn else { return [] }
        let box = FailureBox()
        await shield { await box.set(releaseAll(book)) }
        return await box.failures
    }

    /// Releases what was touched, last step first.
    ///
    /// A release that fails does not keep the service stopped: earlier ones are released all the same. One that guards
    /// does: while a VM may run, nothing else starts.
    func releaseAll(_ book: RunBook) async -> [Failure] {
        var failures: [Failure] = []
        for step in steps.reversed() where await book.state.touched.contains(step.id) {
            guard let release = step.release else { continue }
            do {
                try await release(await book.facts)
                announce(.released(title: step.title))
                await note(step.id, .undone, "released", book)
            } catch {
                failures.append(Self.failure(error, of: step, on: run))
                announce(.releaseFailed(title: step.title, reason: "\(error)"))
                await note(step.id, .failed, "not put back: \(error)", book)
                guard !step.guardsEarlier else {
                    announce(.releasesHeld(title: step.title))
                    break
                }
            }
        }
        return failures
    }

    /// A record that tells but does not decide: without it the run still ends safely, and the next one looks again.
    private func note(_ step: String, _ event: JournalRecord.Event, _ text: String, _ book: RunBook) async {
        do { try await book.record(step, event, StepNote(text)) } catch {
            announce(.notJournalled(reason: "\(error)"))
        }
    }

    private static func failure(_ error: any Error, of step: Step, on run: String) -> Failure {
        (error as? Failure)
            ?? Failure(
                "put back \"\(step.title)\"", on: run, because: "\(error)", next: "go on with --resume, or --undo")
    }

    private static func joined(_ error: any Error, _ failures: [Failure], on run: String) -> Failure {
        let first =
            error as? Failure
            ?? Failure(
                "finish the run", on: run,
                because: error is CancellationError ? "stopped by the operator" : "\(error)",
                next: "go on with --resume, or take it back with --undo",
                exit: error is CancellationError ? .interrupted : .error)
        let left = failures.map { "could not \($0.attempted) on \($0.subject): \($0.because)" }
        return Failure(
            first.attempted, on: first.subject,
            because: first.because + "; AND NOT PUT BACK: " + left.joined(separator: "; "),
            next: failures.map(\.next).joined(separator: "; ") + "; then: " + first.next, exit: first.exit)
    }
}

/// Carries the failures out of the shield.
private actor FailureBox {
    private(set) var failures: [Failure] = []
    func set(_ all: [Failure]) { failures = all }
}
