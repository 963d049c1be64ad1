package import Estate
internal import Store

/// All servers that were scanned, with what is asked of each: the document `p2v-servers/1`.
package struct ServerList: Encodable, Sendable {
    package let format = "p2v-servers/1"
    package let servers: [ServerProfile]
    package let assessments: [Assessment]

    package init(in workspace: Workspace) async throws {
        let store = try workspace.openStore()
        servers = try await store.profiles()
        assessments = try await Assessment.all(servers, in: store, now: workspace.now())
    }
}
