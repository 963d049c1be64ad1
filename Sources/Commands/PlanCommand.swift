internal import ArgumentParser

/// `p2v plan`: makes, checks and explains plans.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Decide which server becomes which VM on which host, as a file that a person reviews.",
        subcommands: [
            PlanMakeCommand.self, PlanCheckCommand.self, PlanExplainCommand.self, PlanWhatIfCommand.self,
        ],
        defaultSubcommand: PlanMakeCommand.self)
}
