internal import ArgumentParser
internal import Estate
internal import Operations
internal import Store
internal import Terminal

/// `p2v servers show NAME`: one profile in full.
struct ServersShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one server's profile in full, as YAML or JSON.")

    @Argument(help: "The server's name.")
    var server: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let store = try global.workspace.openStore()
        let profile = try await PlanSources.profiles([server], in: store, to: "show the scan")[0]
        print(global.json ? try JSONText.encode(profile) : try YAMLText.encode(profile))
    }
}
