package import Estate
internal import GRDB

/// The load of hosts and machines over time. A span without a row was not observed.
///
/// ```
/// as observed, 7 days → by the hour, 90 days → by the day, 3 years → forgotten
/// ```
extension Store {
    private enum Age {
        static let hour = 3600.0
        static let day = 86_400.0
        static let asObserved = 7 * day
        static let hourly = 90 * day
        static let daily = 3 * 365 * day
    }

    package func save(_ records: [LoadRecord]) async throws {
        try await attempting("save the load") { queue in
            try await queue.write { database in
                for record in records {
                    try database.execute(
                        sql: """
                            INSERT INTO load (subject, name, span, start, observed, cores, peak, memory, disk, network)
                            VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)
                            """,
                        arguments: [
                            record.subject.rawValue, record.name, record.start.seconds, record.observedSeconds,
                            record.cores, record.coresPeak, record.memoryBytes, record.diskBytes, record.networkBytes,
                        ])
                }
            }
        }
    }

    /// What was observed of all hosts or all machines since `start`, as it is kept, oldest first.
    package func loads(of subject: LoadRecord.Subject, since start: Moment) async throws -> [LoadRecord] {
        let sql = "SELECT * FROM load WHERE subject = :subject AND start >= :since ORDER BY start, name"
        return try await records(of: subject, sql, ["subject": subject.rawValue, "since": start.seconds])
    }

    /// The same, one record an hour. Rows that were made coarser than an hour say nothing of hours and are left out.
    package func hourlyLoads(of subject: LoadRecord.Subject, since start: Moment) async throws -> [LoadRecord] {
        let sql = """
            SELECT name, CAST(start / :hour AS INTEGER) * :hour AS start, \(Self.mergedColumns)
            FROM load WHERE subject = :subject AND start >= :since AND span <= :hour AND observed > 0
            GROUP BY name, CAST(start / :hour AS INTEGER) ORDER BY 2, 1
            """
        return try await records(
            of: subject, sql, ["subject": subject.rawValue, "since": start.seconds, "hour": Age.hour])
    }

    private func records(
        of subject: LoadRecord.Subject, _ sql: String, _ arguments: StatementArguments
    ) async throws -> [LoadRecord] {
        try await attempting("read the load") { queue in
            try await queue.read { database in
                try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                    LoadRecord(
                        subject: subject, name: row["name"], start: Moment(seconds: row["start"]),
                        observedSeconds: row["observed"], cores: row["cores"], coresPeak: row["peak"],
                        memoryBytes: row["memory"], diskBytes: row["disk"], networkBytes: row["network"])
                }
            }
        }
    }

    /// Several rows as one: what was observed counts by how long it was observed.
    private static let mergedColumns = """
        SUM(observed) AS observed, SUM(cores * observed) / SUM(observed) AS cores, MAX(peak) AS peak,
        SUM(memory * observed) / SUM(observed) AS memory, SUM(disk * observed) / SUM(observed) AS disk,
        SUM(network * observed) / SUM(observed) AS network
        """

    /// Makes old rows coarser, and forgets the oldest. May be called at any time and as often as one likes.
    package func condenseLoad(now: Moment) async throws {
        try await attempting("condense the load") { queue in
            try await queue.write { database in
                try Self.condense(database, from: 0, to: Age.hour, before: now.seconds - Age.asObserved)
                try Self.condense(database, from: Age.hour, to: Age.day, before: now.seconds - Age.hourly)
                try database.execute(sql: "DELETE FROM load WHERE start < ?", arguments: [now.seconds - Age.daily])
            }
        }
    }

    /// Whole spans only, so that a span is never condensed twice.
    private static func condense(_ database: Database, from: Double, to: Double, before: Double) throws {
        let edge = (before / to).rounded(.down) * to
        try database.execute(
            sql: """
                INSERT INTO load (subject, name, span, start, observed, cores, peak, memory, disk, network)
                SELECT subject, name, :to, CAST(start / :to AS INTEGER) * :to, \(mergedColumns)
                FROM load WHERE span = :from AND start < :edge AND observed > 0
                GROUP BY subject, name, CAST(start / :to AS INTEGER)
                """, arguments: ["to": to, "from": from, "edge": edge])
        try database.execute(
            sql: "DELETE FROM load WHERE span = ? AND start < ?", arguments: [from, edge])
    }
}
