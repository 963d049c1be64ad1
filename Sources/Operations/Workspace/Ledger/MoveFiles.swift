internal import Estate

/// The moves of one run: a file a day, which nobody else writes, so that no two runs can lose each other's lines.
actor MoveFiles {
    private let folder: LedgerFolder
    private let run: String
    private var moves: [Int: [PoolMove]] = [:]
    private var last: Task<Void, any Error>?

    init(folder: LedgerFolder, run: String) {
        self.folder = folder
        self.run = run
    }

    func note(_ move: PoolMove) async throws {
        let day = LedgerName.day(move.begunAt)
        moves[day] = (moves[day] ?? []).filter { !Self.isSame($0, move) } + [move]
        // One after another: an older list must not replace a newer one.
        let earlier = last
        let writing = Task {
            _ = await earlier?.result
            try await folder.write(moves[day] ?? [], LedgerName.moves(day: day, run: run))
        }
        last = writing
        try await writing.value
    }

    private static func isSame(_ a: PoolMove, _ b: PoolMove) -> Bool {
        a.vm == b.vm && a.run == b.run && a.begunAt == b.begunAt
    }
}
