package import ArgumentParser
internal import Estate

/// `p2v`: every command, in the order of the flow.
package struct P2VCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "p2v",
        abstract: "Turn physical servers into a small, balanced pool of virtual machines.",
        version: Release.version,
        subcommands: [
            LabCommand.self,
            ScanCommand.self,
            ServersCommand.self,
            DependenciesCommand.self,
            ReportCommand.self,
            PlanCommand.self,
            DiffCommand.self,
            PoolCommand.self,
            DoctorCommand.self,
            ConvertCommand.self,
            CampaignCommand.self,
            AdaptCommand.self,
            BootTestCommand.self,
            MigrateCommand.self,
            HistoryCommand.self,
            AnnounceCommand.self,
            ProbeCommand.self,
            RebalanceCommand.self,
            ServeCommand.self,
            EvacuateCommand.self,
            ReturnCommand.self,
            RollingCommand.self,
            NightlyCommand.self,
            RecoverCommand.self,
            CopyCommand.self, SyncCommand.self,
            VerifyCommand.self,
            ImportCommand.self,
            BootMediaCommand.self,
        ])

    package init() {}
}
