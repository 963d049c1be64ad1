internal import Estate
internal import Pool

/// Waits for a host that may have been told to reboot. `reboot` answers at once, and the host goes away some seconds
/// later: who brings its VMs home at once moves them onto a host that is about to go down.
struct HostReturn: Sendable {
    let pool: any Pool
    /// How long after the command the host may still go away.
    let settle: Duration
    /// How long it may stay away.
    let limit: Duration
    var poll: Duration = .seconds(1)
    /// So many answers one after another are needed of a host that was away: a daemon that starts answers now and then.
    var answers = 3

    /// - Returns: whether the host was away.
    /// - Throws: ``Failure`` when it does not come back within the limit.
    func wait(for host: String) async throws -> Bool {
        let clock = ContinuousClock()
        guard try await wentAway(host, until: clock.now + settle, clock) else { return false }
        let end = clock.now + limit
        var seen = 0
        while seen < answers {
            guard clock.now < end else { throw gone(host) }
            try await Task.sleep(for: poll)
            seen = await doesAnswer(host) ? seen + 1 : 0
        }
        return true
    }

    private func wentAway(_ host: String, until end: ContinuousClock.Instant, _ clock: ContinuousClock) async throws
        -> Bool
    {
        while clock.now < end {
            if await !doesAnswer(host) { return true }
            try await Task.sleep(for: poll)
        }
        return await !doesAnswer(host)
    }

    /// A pool that cannot be asked says nothing of its host: with a coordinator that reboots, both are away.
    private func doesAnswer(_ host: String) async -> Bool {
        do { return try await pool.hosts().contains { $0.name == host && $0.reachable } } catch { return false }
    }

    private func gone(_ host: String) -> Failure {
        Failure(
            "wait for the host", on: host, because: "it has not come back within \(limit)",
            next: "it is empty and closed; bring it back, and run the same line again, or `p2v return \(host)`")
    }
}
