internal import ArgumentParser
internal import Operations
internal import Terminal

/// `p2v servers list`.
struct ServersListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the servers that were scanned.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let list = try await ServerList(in: global.workspace)
        if global.json {
            print(try JSONText.encode(list))
        } else if list.servers.isEmpty {
            print("no server was scanned yet: p2v scan ssh://root@SERVER")
        } else {
            print(ScanText.table(list.servers, list.assessments), terminator: "")
        }
    }
}
