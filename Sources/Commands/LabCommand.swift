internal import ArgumentParser

/// `p2v lab`: a pool on one machine, to try p2v and to test it.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lab",
        abstract: "A lab on this machine: two hosts, an NFS server, a console and a \"physical\" server.",
        subcommands: [
            LabUpCommand.self, LabStatusCommand.self, LabExecCommand.self, LabServerCommand.self, LabGuestCommand.self,
            LabDownCommand.self, LabExperimentCommand.self,
        ])
}
