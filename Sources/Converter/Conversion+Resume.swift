internal import Estate
internal import SourceControl

extension Conversion {
    /// Where a resumed run goes on: looks at the source again, since hours may have passed.
    ///
    /// - Throws: ``Failure`` (refused) when that cannot be decided; nothing is changed then.
    package func resumePoint(_ state: RunState) async throws -> ResumePoint {
        let run = Self.run(of: server.server)
        try checkStatement(state, run)
        guard ResumeRule.needsLook(state), let stopped = state.facts.stopped else {
            return try ResumeRule.point(
                state, ResumeRule.needsLook(state) ? .changed("nobody noted how the source was left") : nil, on: run)
        }
        return try ResumeRule.point(state, await view(after: stopped), on: run)
    }

    private func view(after stopped: StoppedFacts) async -> SourceView {
        do {
            let now = try await source.condition()
            return SourceView(bootID: now.bootID, units: now.activeUnits, after: stopped)
        } catch {
            return .unknown((error as? Failure)?.because ?? "\(error)")
        }
    }

    /// A source whose service was started again has newer data than the copy, on or off.
    private func checkStatement(_ state: RunState, _ run: String) throws(Failure) {
        guard state.facts.statement != nil, !state.finished.contains(ResumeRule.cutOver) else { return }
        throw Failure(
            "go on without the source", on: run,
            because: "its service was not stopped, or was started again, after the last pass: the copy is older than "
                + "the source", next: "start the source and say --resume, so that the last pass can be made",
            exit: .refused)
    }
}
