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
        let policy = PlanPolicy(percentile: percentile, comfort: comfort)
        let load = try await ServerLoad(of: server, days: days, policy: policy, in: global.workspace)
        if csv { return print(SeriesCSV.text(load.series), terminator: "") }
        print(global.json ? try JSONText.encode(load) : load.text(policy), terminator: global.json ? "\n" : "")
    }
}
