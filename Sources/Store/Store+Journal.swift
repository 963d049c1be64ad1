package import Estate
internal import GRDB

/// The journal is durable when `append` returns: SQLite with `synchronous = FULL`.
extension Store: Journal {
    package func records(of run: String) async throws -> [JournalRecord] { try await records("journal", of: run) }

    package func append(_ record: JournalRecord) async throws {
        // A task of its own: of a run that the operator has just stopped, too, all that happened is on record.
        try await Task { try await write(record) }.value
    }

    private func write(_ record: JournalRecord) async throws {
        try await attempting("write the journal of \(record.run)") { queue in
            try await queue.write { database in
                try database.execute(
                    sql: "INSERT INTO journal (run, step, event, at, detail) VALUES (?, ?, ?, ?, ?)",
                    arguments: [record.run, record.step, record.event.rawValue, record.at.seconds, record.detail])
                try database.execute(
                    sql: """
                        INSERT INTO run (name, begun, touched) VALUES (:run, :at, :at)
                        ON CONFLICT (name) DO UPDATE SET touched = MAX(touched, :at)
                        """, arguments: ["run": record.run, "at": record.at.seconds])
            }
        }
    }

    func records(_ table: String, of run: String) async throws -> [JournalRecord] {
        try await attempting("read the journal of \(run)") { queue in
            try await queue.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT id, run, step, event, at, detail FROM \(table) WHERE run = ? ORDER BY id",
                    arguments: [run]
                ).map { try self.record($0) }
            }
        }
    }

    /// A run whose record is not understood is not judged by the others: what they say may be taken back by it.
    private func record(_ row: Row) throws -> JournalRecord {
        let (word, id): (String, Int64) = (row["event"], row["id"])
        guard let event = JournalRecord.Event(rawValue: word) else {
            throw Failure(
                "read the journal", on: path,
                because: "row \(id) has the event \"\(word)\", which this p2v does not know",
                next: "use the p2v that wrote it")
        }
        return JournalRecord(
            run: row["run"], step: row["step"], event: event, at: Moment(seconds: row["at"]), detail: row["detail"])
    }
}
