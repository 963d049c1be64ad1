package import Estate
internal import Planner
package import Scanner

/// One server's observed load, how far it can be trusted, and the demand that a plan makes of it: `p2v-servers-load/1`.
package struct ServerLoad: Encodable, Sendable {
    package let format = "p2v-servers-load/1"
    package let server: String
    package let series: UtilisationSeries
    package let coverage: SeriesCoverage
    package let demand: Demand?
    /// Cores of the pool's slowest host for one of this server; only where a pool file states processors.
    package let coreFactor: ProcessorRatings.Factor?

    /// - Parameter days: that the confidence looks at, back from the last sample.
    /// - Throws: ``Failure`` (refused) when the server or its load is not known.
    package init(of server: String, days: Double, policy: PlanPolicy, in workspace: Workspace) async throws {
        let store = try workspace.openStore()
        let profile = try await PlanSources.profiles([server], in: store, to: "show the load")[0]
        let history = try ServerHistory(store)
        guard let series = try await history.series(of: profile.name) else {
            throw Failure(
                "show the load", on: profile.name, because: "nothing was observed yet",
                next: "p2v scan --history or --watch, or p2v servers import", exit: .refused)
        }
        // Without a pool file there is nothing to compare with.
        let factor = (try? workspace.poolConfiguration()).map { history.factor(of: profile, for: $0) }
        self.server = profile.name
        self.series = series
        coverage = .of([series], days: days)
        coreFactor = factor
        demand = DemandEstimate.of(
            profile.name, [factor.map { series.inCores(of: $0) } ?? series], policy: policy)
    }
}
