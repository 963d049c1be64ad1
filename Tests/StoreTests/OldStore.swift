import Foundation
import GRDB

/// A store as version 2 of the format left it, written with SQL: no code of today's had a hand in it.
struct OldStore {
    let path: String

    init(_ folder: URL, _ rows: [String]) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("p2v.sqlite").path
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            for line in Self.schema + rows { try database.execute(sql: line) }
        }
        try queue.close()
    }

    static func sql(_ path: String, _ lines: String...) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in for line in lines { try database.execute(sql: line) } }
        try queue.close()
    }

    static func count(_ path: String, _ query: String) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: query) ?? -1 }
    }

    private static let schema = [
        "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)",
        "INSERT INTO grdb_migrations VALUES ('v1'), ('v2')",
        """
        CREATE TABLE document (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL,
        at DOUBLE NOT NULL, body TEXT NOT NULL)
        """,
        "CREATE INDEX document_kind_name ON document(kind, name, id)",
        """
        CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL, step TEXT NOT NULL,
        event TEXT NOT NULL, at DOUBLE NOT NULL, detail TEXT NOT NULL)
        """,
        "CREATE INDEX index_journal_on_run ON journal(run)",
        """
        CREATE TABLE load (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, name TEXT NOT NULL,
        span DOUBLE NOT NULL, start DOUBLE NOT NULL, observed DOUBLE NOT NULL, cores DOUBLE NOT NULL,
        peak DOUBLE NOT NULL, memory DOUBLE NOT NULL, disk DOUBLE NOT NULL, network DOUBLE NOT NULL)
        """,
        "CREATE INDEX load_subject_start ON load(subject, start)", "CREATE INDEX load_span_start ON load(span, start)",
    ]
}
