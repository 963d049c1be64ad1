package import Estate
package import LiveMigration
package import Pool

extension Workspace {
    /// The one driver of moves, for this pool.
    ///
    /// - Parameters:
    ///   - journal: keeps each move's record, so that a move which is killed is settled by the next run.
    ///   - guardsLoss: warns of a move after which no host may be lost; plans of moves prove that themselves.
    ///   - more: what else speaks against a move.
    package func migration(
        of pool: any Pool, journal: any Journal, guardsLoss: Bool,
        more: @escaping @Sendable (MigrationRequest) async throws -> [Concern] = { _ in [] }
    ) throws -> LiveMigration {
        let members = try poolConfiguration().hosts
        let announcers = members.compactMap { member in member.announcer.map { (member.name, $0) } }
        var migration = LiveMigration(
            pool: pool, journal: journal, announcers: Dictionary(announcers) { first, _ in first },
            poolConcerns: {
                try await more($0) + (guardsLoss ? try await LossConcern(pool: pool).concerns(about: $0) : [])
            }, now: now)
        migration.witness = { MoveTrail.begin($0, in: self) }
        return migration
    }
}
