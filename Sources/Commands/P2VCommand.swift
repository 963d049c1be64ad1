package import ArgumentParser
internal import Estate

/// `p2v`: every command, in the order of the flow.
package struct P2VCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "p2v",
        abstract: "Turn physical servers into a small, balanced pool of virtual machines.",
        version: Release.version,
        groupedSubcommands: [
            CommandGroup(
                name: "This Machine and the Pool",
                subcommands: [
                    DoctorCommand.self, PoolCommand.self, ConfigCommand.self, ConsoleCommand.self, TaskCommand.self,
                ]),
            CommandGroup(
                name: "Scan",
                subcommands: [ScanCommand.self, ServersCommand.self, DependenciesCommand.self, ReportCommand.self]),
            CommandGroup(name: "Plan", subcommands: [PlanCommand.self, DiffCommand.self]),
            CommandGroup(
                name: "Convert",
                subcommands: [ConvertCommand.self, CampaignCommand.self, AdaptCommand.self, BootTestCommand.self]),
            CommandGroup(
                name: "Move and Balance",
                subcommands: [
                    MigrateCommand.self, HistoryCommand.self, ProbeCommand.self, AnnounceCommand.self,
                    RebalanceCommand.self, NightlyCommand.self, ServeCommand.self,
                ]),
            CommandGroup(
                name: "Maintain and Recover",
                subcommands: [
                    EvacuateCommand.self, ReturnCommand.self, RollingCommand.self, RecoverCommand.self,
                    BackupCommand.self,
                ]),
            CommandGroup(
                name: "Disks and Images",
                subcommands: [
                    CopyCommand.self, SyncCommand.self, VerifyCommand.self, ImportCommand.self, BootMediaCommand.self,
                ]),
            CommandGroup(name: "Try It", subcommands: [LabCommand.self]),
        ])

    package init() {}
}
