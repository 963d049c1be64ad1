internal import Estate
internal import Foundation
internal import LiveMigration
internal import Operations
internal import Pool
internal import Store

/// What a command that moves machines needs, from the global options.
struct MigrationSetup {
    let pool: any Pool
    let migration: LiveMigration

    init(_ global: GlobalOptions, _ store: Store) throws {
        let configuration = try global.workspace.poolConfiguration()
        let pool = try global.workspace.openPool()
        self.pool = pool
        let announcers = configuration.hosts.compactMap { member in member.announcer.map { (member.name, $0) } }
        migration = LiveMigration(
            pool: pool, journal: store, announcers: Dictionary(announcers) { first, _ in first },
            poolConcerns: { try await LossConcern(pool: pool).concerns(about: $0) },
            now: { Moment(seconds: Date().timeIntervalSince1970) })
    }
}

/// A file that the operator asked for.
enum OutputFile {
    /// Does nothing without a path.
    static func write(_ text: @autoclosure () -> String, to path: String?) throws {
        guard let path else { return }
        do {
            try text().write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw Failure(
                "write the file", on: path, because: "\(error.localizedDescription)",
                next: "the move itself is done and on record: see `p2v history`")
        }
    }
}
