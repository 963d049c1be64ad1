internal import ArgumentParser

/// `p2v servers`: what was scanned.
struct ServersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "servers", abstract: "List, show and compare the servers that were scanned, and their load.",
        subcommands: [
            ServersListCommand.self, ServersShowCommand.self, ServersDiffCommand.self,
            ServersImportCommand.self, ServersLoadCommand.self,
        ],
        defaultSubcommand: ServersListCommand.self)
}
