/// How long a way to a source that is cut is waited for, and who hears of it.
package struct WayPatience: Sendable {
    /// Seconds. A switch that starts anew and a change of a firewall take minutes; what was copied is kept meanwhile.
    package static let defaultLimit = 600

    /// Seconds without any answer, after which the copy stops.
    var limit: Int
    let sleep: @Sendable (Duration) async throws -> Void
    /// Seconds since some fixed moment.
    let now: @Sendable () -> Double
    /// Told when a way is cut and when it is there again; must return at once.
    let tell: @Sendable (String) -> Void

    package init(
        limit: Int = defaultLimit,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        now: @escaping @Sendable () -> Double = { MonotonicSeconds.now },
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.limit, self.sleep, self.now, self.tell) = (limit, sleep, now, tell)
    }
}
