internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Operations

/// `p2v nightly install`: a systemd service and timer, or a line for cron.
struct NightlyInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Write a systemd service and timer, or without systemd a cron file.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "Local time of day; no zone's clock skips or repeats the default.")
    var at = "04:30"

    @Option(help: "The policy file for the nightly runs.")
    var policy: String?

    @OptionGroup var extras: NightlyExtras

    @Option(help: "Folder for reports, metrics and the service's own files.")
    var folder = "/var/lib/p2v"

    @Option(help: "A unit to start when a run fails (OnFailure).")
    var onFailure: String?

    @Option(help: "Where units are written; with --cron, the folder of cron files.")
    var into: String?

    @Flag(help: "Write a cron file although systemd is there.")
    var cron = false

    func run() throws {
        guard let time = TimeOfDay(at), time.minutes < 1440 else { throw ValidationError("--at is a time like 04:30.") }
        let systemd = FileManager.default.fileExists(atPath: "/run/systemd/system") || into != nil
        var job = NightJob(
            program: Bundle.main.executablePath ?? "/usr/local/bin/p2v", words: extras.words, time: time, folder: folder
        )
        job.policy = absolute(policy)
        job.isPoolNamed = global.namedPool != nil
        job.refreshed = extras.files
        job.backup = extras.backupPolicy
        job.onFailure = onFailure
        job.into = into
        for path in try job.install(asCron: cron || !systemd, in: workspace) { print(path) }
        print("the nights use the pool file \(workspace.poolPath) and the store \(workspace.storePath)")
        if !cron, systemd { print("start it: systemctl daemon-reload && systemctl enable --now p2v-nightly.timer") }
    }

    /// Of the nights to come, not of whoever installs them.
    private var workspace: Workspace {
        Workspace(
            storePath: absolute(global.namedStore) ?? folder + "/p2v.sqlite",
            poolPath: absolute(global.namedPool) ?? "/etc/p2v/pool.yaml", log: NoteHandler.notes)
    }

    private func absolute(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).path } }
}
