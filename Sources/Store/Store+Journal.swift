package import Estate
internal import GRDB

/// The journal is durable when `append` returns: SQLite with `synchronous = FULL`.
extension Store: Journal {
    package func records(of run: String) async throws -> [JournalRecord] {
        try await attempting("read the journal of \(run)") { queue in
            try await queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT run, step, event, at, detail FROM journal WHERE run = ? ORDER BY id",
                    arguments: [run]
                ).compactMap(Self.record)
            }
        }
    }

    package func append(_ record: JournalRecord) async throws {
        try await attempting("write the journal of \(record.run)") { queue in
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO journal (run, step, event, at, detail) VALUES (?, ?, ?, ?, ?)",
                    arguments: [record.run, record.step, record.event.rawValue, record.at.seconds, record.detail])
            }
        }
    }

    /// A row with an event that this version does not know is left out.
    private static func record(_ row: Row) -> JournalRecord? {
        guard let event = JournalRecord.Event(rawValue: row["event"]) else { return nil }
        return JournalRecord(
            run: row["run"], step: row["step"], event: event, at: Moment(seconds: row["at"]), detail: row["detail"])
    }
}
