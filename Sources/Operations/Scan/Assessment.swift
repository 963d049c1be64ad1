package import Estate
internal import Planner
package import Scanner
internal import Store

/// What is asked of each server before anything moves: can it move, how long is its system mended, how large must its VM
/// be, and how hard does it work.
package struct Assessment: Sendable, Codable {
    package var server: String
    package var readiness: Readiness
    package var support: Support
    /// The size that a plan would give it; nil where its processors or memory are not known.
    package var size: Size?
    /// What was observed over time; nil where nothing was.
    package var use: ServerUse?

    /// A VM's size beside the server's.
    package struct Size: Sendable, Codable {
        package var vcpus: Int
        package var memoryMiB: Int
        /// What it rests on, in words.
        package var because: String
    }

    /// - Parameters:
    ///   - series: all that was observed, on one grid.
    ///   - day: on which support is asked about.
    package static func of(_ profile: ServerProfile, _ series: UtilisationSeries?, on day: CivilDate) -> Assessment {
        let support = Support.of(profile, on: day)
        let size = MachineSize.of(profile, history: series.map { [$0] } ?? [], policy: PlanPolicy())
        return Assessment(
            server: profile.name, readiness: Readiness.of(profile, support), support: support,
            size: size.map { Size(vcpus: $0.vcpus, memoryMiB: $0.memoryMiB, because: $0.reason) },
            use: series.flatMap(ServerUse.init))
    }

    /// Of each of these servers, in their order, with what the store holds of their past.
    static func all(_ profiles: [ServerProfile], in store: Store, now: Moment) async throws -> [Assessment] {
        // A task of its own: a watch is ended by cancelling it, and what it saw is told all the same.
        try await Task {
            var all: [Assessment] = []
            for profile in profiles {
                let series = UtilisationSeries.merged(try await store.series(of: profile.name).reversed())
                all.append(of(profile, series, on: CivilTime(now).date))
            }
            return all
        }.value
    }
}
