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
        let store = try workspace.openStore()
        let history = try await store.profileHistory(of: server, limit: 2)
        guard !history.isEmpty else {
            let known = try await store.profiles().map(\.name)
            throw Failure.neverScanned(server, to: "compare the scans", among: known)
        }
        guard history.count == 2 else {
            throw Failure(
                "compare the scans", on: server, because: "it was scanned only once", next: "scan it again: p2v scan",
                exit: .refused)
        }
        self.server = server
        changes = ProfileChange.between(history[1], history[0])
    }
}
