internal import Estate
package import Scanner
internal import Store
internal import Terminal

/// What changed between the last two scans of a server: the document `p2v-servers-diff/1`.
package struct ServerChanges: Encodable, Sendable {
    package let format = "p2v-servers-diff/1"
    package let server: String
    package let changes: [ProfileChange]

    /// - Throws: ``Failure`` (refused) when the server was not scanned twice.
    package init(of server: String, in workspace: Workspace) async throws {
        let history = try await workspace.openStore().profileHistory(of: server, limit: 2)
        guard history.count == 2 else {
            throw Failure(
                "compare", on: server,
                because: history.isEmpty ? "it was never scanned" : "it was scanned only once",
                next: "scan it again: p2v scan", exit: .refused)
        }
        self.server = server
        changes = ProfileChange.between(history[1], history[0])
    }
}
