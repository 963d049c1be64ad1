internal import ArgumentParser
internal import Estate
internal import Operations
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

    func run() async throws {
        try await ServerChanges(of: server, in: global.workspace.openStore()).show(json: global.json)
    }
}

/// What changed between the last two scans of a server, as it is shown.
struct ServerChanges: Encodable {
    var format = "p2v-servers-diff/1"
    var server: String
    var changes: [ProfileChange]

    init(of server: String, in store: Store) async throws {
        let history = try await store.profileHistory(of: server, limit: 2)
        guard history.count == 2 else {
            throw Failure(
                "compare", on: Sanitised.text(server),
                because: history.isEmpty ? "it was never scanned" : "it was scanned only once",
                next: "scan it again: p2v scan", exit: .refused)
        }
        self.server = server
        changes = ProfileChange.between(history[1], history[0])
    }

    /// - Throws: the exit signal for pending changes, when there are any.
    func show(json: Bool) throws {
        if json {
            print(try JSONText.encode(self))
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
