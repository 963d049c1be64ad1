internal import ArgumentParser
internal import Foundation
internal import Operations

/// `p2v nightly install`: a systemd service and timer, or a line for cron.
struct NightlyInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Write a systemd service and timer, or without systemd a cron file.")

    @OptionGroup var global: GlobalOptions

    @Option(help: "Local time of day.")
    var at = "02:30"

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
        let time = at.split(separator: ":").compactMap { Int($0) }
        guard time.count == 2, (0..<24).contains(time[0]), (0..<60).contains(time[1]) else {
            throw ValidationError("--at is a time like 02:30.")
        }
        let systemd = FileManager.default.fileExists(atPath: "/run/systemd/system") || into != nil
        let words = (policy.map { ["--policy", absolute($0) ?? $0] } ?? []) + extras.words
        var job = NightJob(
            program: Bundle.main.executablePath ?? "/usr/local/bin/p2v", words: words, hour: time[0], minute: time[1],
            folder: folder)
        job.onFailure = onFailure
        job.into = into
        for path in try job.install(asCron: cron || !systemd, in: workspace) { print(path) }
        if !cron, systemd { print("start it: systemctl daemon-reload && systemctl enable --now p2v-nightly.timer") }
    }

    /// Of the nights to come, not of whoever installs them.
    private var workspace: Workspace {
        Workspace(
            storePath: absolute(global.store) ?? folder + "/p2v.sqlite",
            poolPath: absolute(global.pool) ?? "/etc/p2v/pool.yaml", log: NoteHandler.notes)
    }

    private func absolute(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).path } }
}
