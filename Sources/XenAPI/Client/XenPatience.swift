/// How long the client goes on asking for a task that is known while nobody answers: a toolstack's restart and a pause
/// of the network take minutes, and the work on the hosts goes on meanwhile.
package struct XenPatience: Sendable {
    /// Without any answer, after which the end counts as unseen.
    package var limit: Duration
    /// Of the growing pauses between two questions.
    package var longestPause: Duration
    /// Of one question that waits for news.
    package var longestPoll: Duration
    package var sleep: @Sendable (Duration) async throws -> Void
    /// Time since some fixed moment.
    package var now: @Sendable () -> Duration
    /// Told once when the silence begins and once when it ends; must return at once.
    package var tell: @Sendable (String) -> Void

    package init(
        limit: Duration = .seconds(900), longestPause: Duration = .seconds(15),
        longestPoll: Duration = .seconds(30),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        now: @escaping @Sendable () -> Duration = XenPatience.monotonic(),
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.limit = limit
        self.longestPause = longestPause
        self.longestPoll = longestPoll
        self.sleep = sleep
        self.now = now
        self.tell = tell
    }

    package static func monotonic() -> @Sendable () -> Duration {
        let began = ContinuousClock.now
        return { ContinuousClock.now - began }
    }

    /// The pause after the `losses`th answer that did not come: 0.2 s, doubled up to the longest.
    func pause(after losses: Int) -> Duration {
        min(longestPause, .milliseconds(200) * (1 << min(losses - 1, 16)))
    }
}
