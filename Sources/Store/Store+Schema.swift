internal import GRDB

/// How the file came to be what it is. A migration that has been published is never changed.
extension Store {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1", migrate: documentsAndJournal)
        migrator.registerMigration("v2", migrate: load)
        migrator.registerMigration("v3", migrate: typedTables)
        return migrator
    }

    private static func documentsAndJournal(_ database: Database) throws {
        try database.create(table: "document") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("kind", .text).notNull()
            table.column("name", .text).notNull()
            table.column("at", .double).notNull()
            table.column("body", .text).notNull()
        }
        try database.create(index: "document_kind_name", on: "document", columns: ["kind", "name", "id"])
        try createJournal(database, "journal")
    }

    private static func createJournal(_ database: Database, _ name: String) throws {
        try database.create(table: name) { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("run", .text).notNull().indexed()
            table.column("step", .text).notNull()
            table.column("event", .text).notNull()
            table.column("at", .double).notNull()
            table.column("detail", .text).notNull()
        }
    }

    private static func load(_ database: Database) throws {
        try database.create(table: "load") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("subject", .text).notNull()
            table.column("name", .text).notNull()
            table.column("span", .double).notNull()
            for column in ["start", "observed", "cores", "peak", "memory", "disk", "network"] {
                table.column(column, .double).notNull()
            }
        }
        try database.create(index: "load_subject_start", on: "load", columns: ["subject", "start"])
        try database.create(index: "load_span_start", on: "load", columns: ["span", "start"])
    }

    /// A table for each kind of document; marks and host pages leave the journal, and stay readable for the user who has
    /// them (`carried`). What has a kind that no version wrote stays where it is.
    private static func typedTables(_ database: Database) throws {
        for kind in Kind.allCases {
            try database.create(table: kind.rawValue) { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("name", .text).notNull()
                table.column("at", .double).notNull()
                table.column("body", .text).notNull()
            }
            try database.create(index: "\(kind.rawValue)_name", on: kind.rawValue, columns: ["name", "id"])
            try database.execute(
                sql: """
                    INSERT INTO \(kind.rawValue) (id, name, at, body)
                    SELECT id, name, at, body FROM document WHERE kind = ?
                    """, arguments: [kind.rawValue])
            try database.execute(sql: "DELETE FROM document WHERE kind = ?", arguments: [kind.rawValue])
        }
        if try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM document") == 0 {
            try database.drop(table: "document")
        }
        try createJournal(database, "carried")
        try database.execute(
            sql: """
                INSERT INTO carried (run, step, event, at, detail)
                SELECT run, step, event, at, detail FROM journal WHERE run IN ('maintenance', 'inventory') ORDER BY id
                """)
        try database.execute(sql: "DELETE FROM journal WHERE run IN ('maintenance', 'inventory')")
        try database.create(table: "run") { table in
            table.primaryKey("name", .text)
            table.column("begun", .double).notNull()
            table.column("touched", .double).notNull()
        }
        try database.execute(
            sql: "INSERT INTO run (name, begun, touched) SELECT run, MIN(at), MAX(at) FROM journal GROUP BY run")
    }
}
