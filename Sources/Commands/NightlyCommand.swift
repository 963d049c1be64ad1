internal import ArgumentParser

/// `p2v nightly`: the job that keeps the pool balanced.
struct NightlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly", abstract: "Balance the pool each night.",
        subcommands: [NightlyRunCommand.self, NightlyInstallCommand.self])
}
