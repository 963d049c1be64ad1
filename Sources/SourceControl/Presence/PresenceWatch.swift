/// Looks at a server over all its ways until ``SilenceCount`` has an answer.
package struct PresenceWatch: Sendable {
    let ways: [any Way]
    /// Seconds on a monotonic clock, and a pause in seconds; injected.
    let now: @Sendable () -> Double
    let sleep: @Sendable (Double) async throws -> Void

    /// Seconds between two looks.
    static let pause = 0.5

    package init(
        ways: [any Way], now: @escaping @Sendable () -> Double, sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.ways = ways
        self.now = now
        self.sleep = sleep
    }

    /// One way after the other: asking the port is what makes the kernel look for its neighbour.
    package func waysThatAnswer(tries: Int = 3) async -> Set<String> {
        var names: Set<String> = []
        for way in ways {
            for _ in 0..<tries {
                if case .answered = await way.look() {
                    names.insert(way.name)
                    break
                }
            }
        }
        return names
    }

    /// - Throws: `CancellationError`.
    package func presence(over known: Set<String>, within limit: Double) async throws -> Presence {
        var count = SilenceCount(known: known)
        let end = now() + limit
        while true {
            if let answer = count.note(await look(), at: now()) { return answer }
            guard now() < end else { return count.unknown }
            try await sleep(Self.pause)
        }
    }

    private func look() async -> [String: WayAnswer] {
        await withTaskGroup { group in
            for way in ways { group.addTask { (way.name, await way.look()) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }
}
