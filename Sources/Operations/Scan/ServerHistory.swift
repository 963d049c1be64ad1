internal import Estate
internal import Foundation
internal import Scanner
internal import Store

/// The past of servers, as the store keeps it, in the form that sizes are made from.
struct ServerHistory: Sendable {
    let store: Store
    let ratings: ProcessorRatings

    /// - Throws: ``Failure`` when the operator's table of ratings cannot be read.
    init(_ store: Store) throws {
        self.store = store
        ratings = try Self.ownRatings()
    }

    /// The bundled ratings after those of the operator's own table.
    ///
    /// - Throws: ``Failure`` when that cannot be read.
    static func ownRatings() throws -> ProcessorRatings {
        let place = Places().ratings
        guard place.isThere || place.because == "P2V_RATINGS" else { return ProcessorRatings() }
        return ProcessorRatings(own: try ProcessorRatings.parse(TextFile.read(place.file), source: place.file))
    }

    /// All that is known of one server on one grid: what was imported twice counts once.
    func series(of server: String) async throws -> UtilisationSeries? {
        UtilisationSeries.merged(try await store.series(of: server).reversed().map(\.keptOnly))
    }

    /// The same in cores of the pool's slowest host, where its processor is stated.
    func planned(_ profile: ServerProfile, for pool: PoolConfiguration) async throws -> [UtilisationSeries] {
        guard let series = try await series(of: profile.name) else { return [] }
        return [series.inCores(of: factor(of: profile, for: pool))]
    }

    /// The largest factor of all hosts: a VM may come to any of them.
    func factor(of profile: ServerProfile, for pool: PoolConfiguration) -> ProcessorRatings.Factor {
        Self.factor(of: profile, for: pool, ratings)
    }

    static func factor(
        of profile: ServerProfile, for pool: PoolConfiguration, _ ratings: ProcessorRatings
    ) -> ProcessorRatings.Factor {
        let processor = profile.hardware.processor.value
        return pool.hosts.map { ratings.factor(from: processor, to: $0.processor) }.max { $0.value < $1.value }
            ?? ratings.factor(from: processor, to: nil)
    }
}
