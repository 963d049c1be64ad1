package import Estate
internal import GRDB

/// Runs as a whole.
extension Store {
    /// Every run that the journal knows, the one written last first.
    package func runs() async throws -> [StoredRun] {
        try await attempting("list the runs") { queue in
            try await queue.read { database in
                try Row.fetchAll(database, sql: "SELECT name, begun, touched FROM run ORDER BY touched DESC, name").map
                {
                    StoredRun(
                        name: $0["name"], begun: Moment(seconds: $0["begun"]), touched: Moment(seconds: $0["touched"]))
                }
            }
        }
    }

    /// Forgets records before `moment` of runs that have ended.
    ///
    /// - Parameter settled: how many of a run's records, from the oldest on, nobody needs any more; 0 where the run has
    ///   not ended, or cannot be judged.
    /// - Returns: records that were forgotten.
    @discardableResult
    package func prune(
        before moment: Moment, settled: @Sendable ([JournalRecord]) -> Int
    ) async throws -> Int {
        var forgotten = 0
        for run in try await runs() where run.begun < moment {
            let records = try await records(of: run.name)
            let count = records.prefix(settled(records)).prefix { $0.at < moment }.count
            guard count > 0 else { continue }
            try await forget(count, of: run.name)
            forgotten += count
        }
        return forgotten
    }

    /// The oldest records of a run: later ones may have come meanwhile.
    private func forget(_ count: Int, of run: String) async throws {
        try await attempting("prune the journal of \(run)") { queue in
            try await queue.write { database in
                try database.execute(
                    sql: """
                        DELETE FROM journal WHERE id IN (SELECT id FROM journal WHERE run = ? ORDER BY id LIMIT ?)
                        """, arguments: [run, count])
                try database.execute(
                    sql: """
                        UPDATE run SET begun = (SELECT MIN(at) FROM journal WHERE run = name)
                        WHERE name = ? AND EXISTS (SELECT 1 FROM journal WHERE run = name)
                        """, arguments: [run])
                try database.execute(
                    sql: "DELETE FROM run WHERE name = ? AND NOT EXISTS (SELECT 1 FROM journal WHERE run = name)",
                    arguments: [run])
            }
        }
    }
}

/// A run of the journal: from its first to its last record.
package struct StoredRun: Sendable, Hashable {
    package var name: String
    package var begun: Moment
    package var touched: Moment

    package init(name: String, begun: Moment, touched: Moment) {
        self.name = name
        self.begun = begun
        self.touched = touched
    }
}
