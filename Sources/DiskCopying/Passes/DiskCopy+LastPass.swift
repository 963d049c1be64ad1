extension DiskCopy {
    /// The last pass and a proof that covers it: passes and comparisons repeat until nothing was written from the beginning of
    /// a pass to the end of its comparison.
    ///
    /// ```
    /// mark ─ pass ─ comparison ─ written meanwhile?  no → proved   yes → once more   nobody knows → all was compared, and said
    /// ```
    /// - Parameters:
    ///   - held: something holds the source still while this runs.
    ///   - rounds: how often it is tried before a disk counts as busy.
    ///   - comparesFirst: a pass has just ended and little is expected to have changed since: the first round compares what that
    ///     pass brought, and spares looking for changes.
    /// - Returns: what the last comparison found, and in ``VerifyResult/writes`` what is known of writes meanwhile. What it
    ///   means for the copy is the caller's to decide.
    package func lastPass(
        held: Bool = false, rounds: Int = 3, comparesFirst: Bool = false
    ) async throws -> VerifyResult {
        var round = 1
        while true {
            let mark = held || seesWrites ? nil : try await source.writeMark()
            if round > 1 || !comparesFirst || !current.isComplete { _ = try await deltaPass() }
            let result = try await compared(since: mark, held: held)
            if result.isEqual, result.writes != .seen { return result }
            guard round < max(1, rounds) else { return result }
            round += 1
        }
    }

    private func compared(since mark: String?, held: Bool) async throws -> VerifyResult {
        var result = try await verifyTouched()
        guard result.isEqual else { return result }
        result.writes = try await writes(since: mark)
        if result.writes == .unwatched, result.chunks < plan.count {
            // The tracing ended in between: what was not compared may have been written.
            result = try await verify()
            if result.isEqual { result.writes = try await writes(since: nil) }
        }
        if held, result.writes == .unwatched { result.writes = .held }
        if held, result.writes == .none { result.writes = .held }
        return result
    }

    /// What was written since the last pass or whole comparison began. What the source tells is kept for the next pass.
    private func writes(since mark: String?) async throws -> WritesMeanwhile {
        try await source.refresh()
        if isTracked, let changed = try await changes() {
            told = ByteRange.union(told, changed)
            return changed.isEmpty ? .none : .seen
        }
        isTracked = false
        guard let mark, let now = try await source.writeMark() else { return .unwatched }
        return now == mark ? .none : .seen
    }
}
