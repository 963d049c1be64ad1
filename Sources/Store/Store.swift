package import Estate
internal import Foundation
internal import GRDB

/// # Store: what one user's p2v remembers
///
/// One SQLite file: what was scanned, how VMs moved, and the journal of every run. The only importer of GRDB. What a
/// pool itself must remember, whoever works on it, is not here.
///
/// ```
/// p2v.sqlite ─ profile, series, migration(name, at, body)   JSON, newest last
///            ├ load(subject, name, span, start, …)          hosts and machines over time
///            ├ run(name, begun, touched)
///            ├ journal(run, step, event, at, detail)        durable line by line
///            └ carried(…)                                   marks and host pages of older versions
/// ```
/// A row that cannot be read hides itself only, and is named.
package final class Store: Sendable {
    let queue: DatabaseQueue
    let path: String
    /// Told of each row that an answer leaves out.
    let unreadable: @Sendable (UnreadableRow) -> Void

    /// Opens the store, and makes it where it does not exist: readable by its owner only.
    ///
    /// - Parameter unreadable: told of each row that an answer leaves out.
    /// - Throws: ``Failure`` when the file cannot be opened, is no store, or comes from a newer p2v.
    package init(
        path: String, unreadable: @escaping @Sendable (UnreadableRow) -> Void = { _ in }
    ) throws(Failure) {
        self.path = path
        self.unreadable = unreadable
        try StoreFile(path: path).prepare()
        do {
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
            throw Self.unopened(path, error)
        }
    }

    private static func unopened(_ path: String, _ error: any Error) -> Failure {
        let code = (error as? DatabaseError)?.resultCode.primaryResultCode
        let isOther = code == .SQLITE_NOTADB || code == .SQLITE_CORRUPT
        return Failure(
            "open the store", on: path,
            because: isOther ? "it is damaged, or no store of p2v (\(error))" : "\(error)",
            next: isOther
                ? "move it away and put a copy of the store back, or name another file with --store; what p2v has begun "
                    + "and not ended is known there alone"
                : "check that the folder can be written, or name another file with --store")
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
