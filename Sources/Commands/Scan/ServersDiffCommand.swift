internal import ArgumentParser
internal import Estate
internal import Scanner
internal import Store
internal import Terminal

/// `p2v servers diff NAME`: what changed between the last two scans.
struct ServersDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between the last two scans of a server.")

    @Argument(help: "The server's name.")
    var server: String

    @OptionGroup var global: GlobalOptions

    private struct Document: Encodable {
        var format = "p2v-servers-diff/1"
        var server: String
        var changes: [ProfileChange]
    }

    func run() async throws {
        let history = try await global.openStore().profileHistory(of: server, limit: 2)
        guard history.count == 2 else {
            throw Failure(
                "compare", on: Sanitised.text(server),
                because: history.isEmpty ? "it was never scanned" : "it was scanned only once",
                next: "scan it again: p2v scan", exit: .refused)
        }
        let changes = ProfileChange.between(history[1], history[0])
        if global.json {
            print(try JSONText.encode(Document(server: server, changes: changes)))
        } else if changes.isEmpty {
            print("nothing changed between the last two scans of \(Sanitised.text(server))")
        } else {
            var table = Table(["WHAT", "BEFORE", "NOW"])
            for change in changes { table.add([change.what, change.before ?? "-", change.now ?? "-"]) }
            print(table.text, terminator: "")
        }
        if !changes.isEmpty { throw Exit.Signal(exit: .changesPending) }
    }
}
