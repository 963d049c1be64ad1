internal import ArgumentParser
internal import Estate
internal import Operations
internal import Store
internal import Terminal

/// `p2v servers list`.
struct ServersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the servers that were scanned.")

    @OptionGroup var global: GlobalOptions

    private struct Document: Encodable {
        var format = "p2v-servers/1"
        var servers: [ServerProfile]
    }

    func run() async throws {
        let profiles = try await global.workspace.openStore().profiles()
        if global.json {
            print(try JSONText.encode(Document(servers: profiles)))
        } else if profiles.isEmpty {
            print("no server was scanned yet: p2v scan ssh://root@SERVER")
        } else {
            print(ScanText.table(profiles), terminator: "")
        }
    }
}
