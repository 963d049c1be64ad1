internal import ArgumentParser
internal import Estate
internal import Operations
internal import Scanner
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

    func validate() throws {
        if !(days > 0 && days <= 3660) { throw ValidationError("--days is 1 to 3660") }
        if !(percentile > 0 && percentile <= 100) { throw ValidationError("--percentile is above 0, at most 100") }
        if !(comfort >= 1 && comfort <= 10) { throw ValidationError("--comfort is 1 to 10") }
    }

    func run() async throws {
        let load = try await ServerLoad(
            of: server, days: days, policy: PlanPolicy(percentile: percentile, comfort: comfort), in: global.workspace)
        if csv { return print(SeriesCSV.text(load.series), terminator: "") }
        print(global.json ? try JSONText.encode(load) : text(load), terminator: global.json ? "\n" : "")
    }

    private func text(_ document: ServerLoad) -> String {
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
        let rows: [(String, [Double]?)] = [
            ("cores", demand.cores), ("disk operations/s", demand.diskOperations),
            ("disk MB/s", demand.diskBytes?.map { $0 / 1e6 }), ("network MB/s", demand.networkBytes?.map { $0 / 1e6 }),
        ]
        for (name, values) in rows {
            guard let values, let peak = values.max(), let at = values.firstIndex(of: peak) else {
                table.add([name, "-", "-", "not observed"])
                continue
            }
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
