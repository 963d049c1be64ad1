/// Whoever says when a service may be stopped: the hour, and those that go before it. Asked while the copy is warm.
package struct CutOverGate: Sendable {
    package enum Answer: Sendable, Hashable {
        case open
        /// - Parameter seconds: until it is worth while to ask again; nil where nobody knows.
        case wait(seconds: Double?, because: String)
        /// Not in this run.
        case closed(because: String, next: String)
    }

    /// - Parameter lastPass: seconds that the last pass is expected to take.
    package var ask: @Sendable (_ lastPass: Double) async -> Answer
    /// The last look, right before the service is stopped.
    package var isStillOpen: @Sendable () async -> Answer
    /// Whose copies start together with this one, where a whole wave is rehearsed.
    package var company: RehearsalCompany?
    /// Waits so many seconds, or less when there is news.
    package var pause: @Sendable (_ seconds: Double) async throws -> Void

    package init(
        ask: @escaping @Sendable (Double) async -> Answer, isStillOpen: @escaping @Sendable () async -> Answer,
        pause: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.ask = ask
        self.isStillOpen = isStillOpen
        self.pause = pause
    }

    /// At any time.
    package static let open = CutOverGate(
        ask: { _ in .open }, isStillOpen: { .open }, pause: { try await Task.sleep(for: .seconds($0)) })
}
