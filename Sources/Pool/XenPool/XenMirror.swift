internal import XenAPI

/// The pool's records, in bulk once and by events afterwards: for who looks again and again.
///
/// An answer that does not add up (a server that lost events, counts that differ, a new session) costs one more reading
/// in bulk, and nothing else; in any case all is read anew after ``lifetime``.
actor XenMirror {
    private let client: XenClient
    private let lifetime: Duration
    private var token = ""
    private var session = ""
    private var records: [String: [String: XenRecord]] = [:]
    private var readAt = ContinuousClock.now
    /// One question at a time: an actor alone would let a second one in while the first waits for the server.
    private var last: Task<Void, Never>?

    init(_ client: XenClient, lifetime: Duration = .seconds(600)) {
        self.client = client
        self.lifetime = lifetime
    }

    /// The records of these classes as they are now.
    func tables(_ classes: [String]) async throws -> [String: [XenRecord]] {
        let before = last
        let (done, finish) = AsyncStream<Void>.makeStream()
        last = Task { for await _ in done {} }
        defer { finish.finish() }
        await before?.value
        try await refresh()
        let missing = classes.filter { records[$0] == nil }
        for (name, found) in try await client.tables(missing) {
            records[name] = Dictionary(found.map { ($0.ref, $0) }) { first, _ in first }
        }
        return Dictionary(uniqueKeysWithValues: classes.map { ($0, Array((records[$0] ?? [:]).values)) })
    }

    private func refresh() async throws {
        let current = try await client.sessionMark()
        let isOld = ContinuousClock.now - readAt > lifetime
        if !token.isEmpty, current == session, !isOld, await applied() { return }
        // The token is older than what is read after it: a change in between comes once more, as an event.
        records = [:]
        session = current
        readAt = .now
        token = try await client.events(of: ["pool"], since: "", seconds: 0).token
    }

    /// Takes what has changed; false when that cannot be told.
    private func applied() async -> Bool {
        let classes = records.keys.sorted()
        guard !classes.isEmpty else { return true }
        guard let news = try? await client.events(of: classes, since: token, seconds: 0), !news.token.isEmpty else {
            return false
        }
        let names = Dictionary(uniqueKeysWithValues: classes.map { ($0.lowercased(), $0) })
        for event in news.events {
            guard let name = names[event.type] else { continue }
            if event.operation == .removed {
                records[name]?[event.ref] = nil
            } else if let snapshot = event.snapshot {
                records[name]?[event.ref] = XenRecord(ref: event.ref, value: snapshot)
            } else {
                return false
            }
        }
        // A session that was renewed on the way: the token was another one's.
        guard let mark = try? await client.sessionMark(), mark == session else { return false }
        token = news.token
        return classes.allSatisfy { name in
            news.counts[name.lowercased()].map { $0 == records[name]?.count } ?? true
        }
    }
}
