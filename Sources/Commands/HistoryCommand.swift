internal import ArgumentParser
internal import Estate
internal import Operations
internal import Store
internal import Terminal

/// `p2v history`: the moves of a VM, or of all.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show past migrations: times, pauses, lost probes, and what was predicted.")

    private struct Document: Encodable {
        var format = "p2v-history/1"
        var predictions: MigrationAccuracy.Tally
        var migrations: [MigrationReport]
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The VM; all when left out.")
    var machine: String?

    @Option(help: "At most this many, the newest.")
    var limit = 50

    func validate() throws { try check(.init("--limit", limit, 1...1_000_000)) }

    func run() async throws {
        let reports = try await global.workspace.openStore().reports(of: machine, limit: limit)
        if global.json {
            print(try JSONText.encode(Document(predictions: MigrationAccuracy.Tally(reports), migrations: reports)))
        } else if reports.isEmpty {
            print("no migration is on record\(machine.map { " for \(Sanitised.text($0))" } ?? "")")
        } else {
            print(MigrationText.history(reports), terminator: "")
        }
    }
}
