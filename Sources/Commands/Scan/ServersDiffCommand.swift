internal import ArgumentParser
internal import Estate
internal import Operations
internal import Scanner
internal import Terminal

/// `p2v servers diff NAME`: what changed between the last two scans.
struct ServersDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between the last two scans of a server.")

    @Argument(help: "The server's name.")
    var server: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await ServerChanges(of: server, in: global.workspace).show(json: global.json)
    }
}

extension ServerChanges {
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
