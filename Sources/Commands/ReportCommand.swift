internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations
internal import Scanner
internal import Store
internal import Terminal

/// `p2v report`: everything that was scanned, as one page that people can mail.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write what was scanned as one HTML page, a CSV, or a folder of YAML and CSV files.")

    @Option(
        name: [.short, .long],
        help: "Where to write: page.html, servers.csv, or a folder: one YAML a server, one CSV a table.")
    var output: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.workspace.openStore()
        let profiles = try await store.profiles()
        guard !profiles.isEmpty else {
            throw Failure(
                "write the report", on: output, because: "no server was scanned", next: "p2v scan first", exit: .refused
            )
        }
        if output.hasSuffix(".html") {
            try PlanSources.write(
                ReportPage(profiles: profiles, load: try await load(profiles, store)).html, to: output)
        } else if output.hasSuffix(".csv") {
            try PlanSources.write(ReportTable.csv(profiles), to: output)
        } else {
            for profile in profiles {
                try PlanSources.write(try YAMLText.encode(profile), to: "\(output)/\(profile.name).yaml")
            }
            for (name, table) in ReportWorkbook(profiles: profiles).sheets {
                try PlanSources.write(table, to: "\(output)/\(name)")
            }
        }
        print("\(profiles.count) servers written to \(output)")
    }

    private func load(_ profiles: [ServerProfile], _ store: Store) async throws -> [String: UtilisationSeries] {
        var all: [String: UtilisationSeries] = [:]
        let history = try ServerHistory(store)
        for profile in profiles { all[profile.name] = try await history.series(of: profile.name) }
        return all
    }
}
