internal import Estate

/// The time for which nothing comes from a source: says it at once, bears it, and ends it.
actor CutWay {
    private let source: String
    private let patience: WayPatience
    private var since: Double?

    /// Between two attempts, in seconds.
    private static let pauses = 1.0...15.0

    init(to source: String, _ patience: WayPatience) {
        (self.source, self.patience) = (source, patience)
    }

    /// Waits before the next attempt.
    ///
    /// - Throws: ``Failure`` when patience has ended, or at once where asking again helps nobody: what is refused.
    func bear(_ failure: Failure) async throws {
        guard failure.exit != .refused, patience.limit > 0 else { throw failure }
        let now = patience.now()
        let began = since ?? now
        if since == nil {
            since = began
            patience.tell(
                "\(source) cannot be reached (\(failure.because)). What was copied is kept; p2v tries again for "
                    + "\(patience.limit) s")
        }
        let left = Double(patience.limit) - (now - began)
        guard left > 0 else { throw ended(failure, after: now - began) }
        let pause = min(left, Self.pauses.upperBound, max(Self.pauses.lowerBound, (now - began) / 2))
        try await patience.sleep(.seconds(pause))
    }

    /// Something came.
    func end() {
        guard let began = since else { return }
        since = nil
        patience.tell("\(source) is there again after \(Int(patience.now() - began)) s")
    }

    private func ended(_ failure: Failure, after seconds: Double) -> Failure {
        Failure(
            failure.attempted, on: failure.subject,
            because: "it could not be reached for \(Int(seconds)) s, at last: \(failure.because)",
            next: "\(failure.next); then run again with --resume: what was copied is kept", exit: failure.exit)
    }
}
