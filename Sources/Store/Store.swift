package import Estate
internal import Foundation
internal import GRDB

/// # Store: what p2v remembers
///
/// One SQLite file: profiles, utilisation, migrations and the journal of every run. The only importer of GRDB.
///
/// ```
/// p2v.sqlite ─ documents(kind, name, at, body)     profiles, series, reports: JSON, newest last
///            ├ journal(run, step, event, at, detail)  durable line by line
///            └ load(subject, name, span, start, …)    hosts and machines over time
/// ```
package final class Store: Sendable {
    let queue: DatabaseQueue
    private let path: String

    /// Opens the store, and makes it where it does not exist.
    ///
    /// - Throws: ``Failure`` when the file cannot be opened, is no store, or comes from a newer p2v.
    package init(path: String) throws(Failure) {
        self.path = path
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var configuration = Configuration()
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = Self.migrator
            if try queue.read(migrator.hasBeenSuperseded) {
                throw Failure(
                    "open the store", on: path, because: "a newer p2v wrote it",
                    next: "use that p2v, or another --store")
            }
            try migrator.migrate(queue)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                "open the store", on: path, because: "\(error)",
                next: "check that the folder can be written, or name another file with --store")
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { database in
            try database.create(table: "document") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("kind", .text).notNull()
                table.column("name", .text).notNull()
                table.column("at", .double).notNull()
                table.column("body", .text).notNull()
            }
            try database.create(index: "document_kind_name", on: "document", columns: ["kind", "name", "id"])
            try database.create(table: "journal") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("run", .text).notNull().indexed()
                table.column("step", .text).notNull()
                table.column("event", .text).notNull()
                table.column("at", .double).notNull()
                table.column("detail", .text).notNull()
            }
        }
        migrator.registerMigration("v2") { database in
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
        return migrator
    }

    func attempting<Value: Sendable>(
        _ what: String, _ work: @Sendable (DatabaseQueue) async throws -> Value
    ) async throws -> Value {
        do {
            return try await work(queue)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(
                what, on: path, because: "\(error)", next: "check the disk's free space and the file's rights")
        }
    }
}
