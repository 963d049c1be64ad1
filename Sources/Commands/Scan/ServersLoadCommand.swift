internal import ArgumentParser
internal import Estate
internal import Operations
internal import Planner
internal import Scanner
internal import Store
internal import Terminal

/// `p2v servers load NAME`: what was observed, how far it can be trusted, and the demand that a plan makes of it.
struct ServersLoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Show a server's observed load, its confidence, and the demand made from it.")

    @Argument(help: "The server's name.")
    var server: String

    @Option(help: "Days that the confidence looks at, back from the last sample.")
    var days = 28.0

    @Option(help: "Percentile of each hour of the week.")
    var percentile = PlanPolicy().percentile

    @Option(help: "Factor on what was measured.")
    var comfort = PlanPolicy().comfort

    @Flag(help: "Print the samples as CSV, which p2v servers import reads back.")
    var csv = false

    @OptionGroup var global: GlobalOptions

    private struct Document: Encodable {
        var format = "p2v-servers-load/1"
        var server: String
        var series: UtilisationSeries
        var coverage: SeriesCoverage
        var demand: Demand?
        /// Cores of the pool's slowest host for one of this server; only where a pool file states processors.
        var coreFactor: ProcessorRatings.Factor?
    }

    func validate() throws {
        if !(days > 0 && days <= 3660) { throw ValidationError("--days is 1 to 3660") }
        if !(percentile > 0 && percentile <= 100) { throw ValidationError("--percentile is above 0, at most 100") }
        if !(comfort >= 1 && comfort <= 10) { throw ValidationError("--comfort is 1 to 10") }
    }

    func run() async throws {
        let store = try global.workspace.openStore()
        let profile = try await PlanSources.profiles([server], in: store)[0]
        let history = try ServerHistory(store)
        guard let series = try await history.series(of: profile.name) else {
            throw Failure(
                "show the load", on: profile.name, because: "nothing was observed yet",
                next: "p2v scan --history or --watch, or p2v servers import", exit: .refused)
        }
        if csv { return print(SeriesCSV.text(series), terminator: "") }
        let policy = PlanPolicy(percentile: percentile, comfort: comfort)
        let factor = (try? global.workspace.poolConfiguration()).map { history.factor(of: profile, for: $0) }
        let document = Document(
            server: profile.name, series: series, coverage: .of([series], days: days),
            demand: DemandEstimate.of(
                profile.name, [factor.map { series.inCores(of: $0) } ?? series], policy: policy),
            coreFactor: factor)
        print(global.json ? try JSONText.encode(document) : text(document), terminator: global.json ? "\n" : "")
    }

    private func text(_ document: Document) -> String {
        let series = document.series
        let coverage = document.coverage
        var text = """
            \(Sanitised.text(document.server)): \(series.samples.count { $0 != nil }) samples of \(Fixed.duration(series.interval)) since \(series.start.iso)
            observed \(Fixed.text(100 * coverage.observed, 0)) % of the last \(Fixed.text(coverage.days, 0)) days, confidence \(coverage.grade.rawValue)

            """
        if let factor = document.coreFactor, factor.basis != .none {
            text +=
                "one core of it is \(Fixed.text(factor.value, 2)) of the slowest host's"
                + (factor.basis == .frequency ? " (by frequency only)\n" : " (by rating)\n")
        }
        return text + (document.demand.map(demand) ?? "")
    }

    private func demand(_ demand: Demand) -> String {
        var table = Table(["RESOURCE", ">MEAN", ">BUSIEST HOUR", "WHEN"])
        for (name, values) in [
            ("cores", demand.cores), ("disk operations/s", demand.diskOperations),
            ("disk MB/s", demand.diskBytes.map { $0 / 1e6 }), ("network MB/s", demand.networkBytes.map { $0 / 1e6 }),
        ] {
            guard let peak = values.max(), let at = values.firstIndex(of: peak) else { continue }
            table.add([
                name, Fixed.text(values.reduce(0, +) / Double(values.count), 2), Fixed.text(peak, 2),
                Demand.name(ofHour: at),
            ])
        }
        return
            "\ndemand: percentile \(Fixed.text(percentile, 0)) of each hour of the week, times \(Fixed.text(comfort, 2))\n"
            + table.text
    }
}
