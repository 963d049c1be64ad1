internal import Estate
internal import Store

/// What tells the place of a pool's state from every other place: made once, kept there, and remembered by each user who
/// saw it. An export that was replaced by another, and a folder where nothing is mounted, look like those of a pool
/// without a past: no host closed, nothing moved, nothing known of a dead host's VMs.
struct PlaceMark: Codable, Sendable, Hashable {
    static let file = "place.json"

    var id: String
    var madeAt: Moment
    /// `user@machine`.
    var by: String
}

extension PoolLedger {
    /// The journal's run in which this user's store keeps the mark that was seen last.
    private var run: String { "place/\(place)" }

    /// Compares the place with what this user saw there before.
    ///
    /// - Throws: ``Failure`` when it is another one, or when the mark cannot be read.
    func provePlace() async throws {
        let found = try await folder.read(PlaceMark.self, PlaceMark.file)?.id
        guard let known = try await seenBefore(), known != found, known != workspace.unlock else {
            if let found { try await remember(found) }
            return
        }
        throw Failure(
            "prove the place of the pool's state", on: place,
            because:
                "this is not the place of before: its mark was \(known), now it \(found.map { "is \($0)" } ?? "has none")"
                + "; another export or an empty folder is in its place",
            next:
                "bring the right one back; if it was replaced on purpose, take the new one with --unlock-pool \(known)")
    }

    /// Marks a place that has no mark yet. Under the lease: two marks would be one too many.
    func markPlace() async throws {
        guard try await folder.read(PlaceMark.self, PlaceMark.file) == nil else { return }
        let mark = PlaceMark(id: workspace.makeID(), madeAt: workspace.now(), by: workspace.who)
        try await folder.write(mark, PlaceMark.file)
        try await remember(mark.id)
    }

    private func seenBefore() async throws -> String? { try await carried.store.records(of: run).last?.step }

    private func remember(_ id: String) async throws {
        guard try await seenBefore() != id else { return }
        try await carried.store.append(
            JournalRecord(run: run, step: id, event: .finished, at: workspace.now(), detail: ""))
    }
}
