package import Estate
internal import Foundation
internal import Logging
internal import Templates
internal import Terminal

/// The job that runs every night: a systemd service and timer, or without systemd a cron file.
package struct NightJob: Sendable {
    package var program: String
    /// Words after those that every night has.
    package var words: [String]
    /// By the clock of `zone`.
    package var time: TimeOfDay
    package var zone = ZoneClock.local
    /// Files that the nights read besides: inventories, and the copies to bring up to date.
    package var refreshed: [String] = []
    /// The policy of the nights' backups.
    package var backup: String?
    /// The policy file of the nights.
    package var policy: String?
    /// The pool file was named: then it must be there. The usual one may come later.
    package var isPoolNamed = false
    /// For reports, metrics and the service's own files.
    package var folder: String
    /// A unit to start when a run fails.
    package var onFailure: String?
    /// Where units are written, or cron files; the system's own place when nil.
    package var into: String?

    package init(program: String, words: [String], time: TimeOfDay, folder: String) {
        self.program = program
        self.words = words
        self.time = time
        self.folder = folder
    }

    /// Writes the files that replace those of an earlier installation.
    ///
    /// - Parameter workspace: of the nights to come: its pool's state must stay writable for them.
    /// - Returns: their paths.
    /// - Throws: ``Failure`` when one cannot be written, or when the pool file or the policy cannot be read: that is
    ///   found now, by who can mend it, and not in the night.
    package func install(asCron: Bool, in workspace: Workspace) throws -> [String] {
        if let policy { _ = try BalancePolicyFile(reading: policy) }
        for file in refreshed { _ = try TextFile.read(file, to: "read what nights refresh") }
        let backups = try backup.map { try BackupPolicyFile(reading: $0) }
        let pool = try configuration(workspace)
        let files = try asCron ? cronFile(workspace) : units(workspace, pool, backups)
        for (path, text) in files {
            do { try TextFile.write(text, to: path) } catch let failure as Failure {
                throw Failure("write the job", on: path, because: failure.because, next: "run as root, or name --into")
            }
        }
        return files.map(\.0)
    }

    /// Nil where the usual pool file is not there yet.
    private func configuration(_ workspace: Workspace) throws -> PoolConfiguration? {
        if isPoolNamed || FileManager.default.fileExists(atPath: workspace.poolPath) {
            return try workspace.poolConfiguration()
        }
        workspace.log.notice(
            "\(workspace.poolPath) is not there yet: nights fail until it is. If its SR is a folder, install again then"
        )
        return nil
    }

    private func units(
        _ workspace: Workspace, _ pool: PoolConfiguration?, _ backups: BackupPolicyFile?
    ) throws -> [(String, String)] {
        let place = into ?? "/etc/systemd/system"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let service = try unit("p2v-nightly.service", command(workspace), workspace, pool, backups)
        let serve = try unit("p2v-serve.service", watching(workspace), workspace, pool)
        let skipped = SkippedNights.late(time, in: zone, from: workspace.now())
        let timer = try Templates().render(
            "nightly/p2v-nightly.timer",
            ["calendar": .text("*-*-* \(time.text):00"), "late": .list(skipped.map { .text($0) })])
        return [
            ("\(place)/p2v-nightly.service", service), ("\(place)/p2v-nightly.timer", timer),
            ("\(place)/p2v-serve.service", serve),
        ]
    }

    private func unit(
        _ name: String, _ command: [String], _ workspace: Workspace, _ pool: PoolConfiguration?,
        _ backups: BackupPolicyFile? = nil
    ) throws -> String {
        try Templates().render(
            "nightly/\(name)",
            [
                "command": .text(UnitWords.line(command)), "folder": .text(UnitWords.word(folder)),
                "failure": .optional(onFailure), "limit": "6h",
                "places": .list(
                    (places(workspace, pool) + (backups?.repositories ?? [])).map { .text(UnitWords.word($0)) }),
                // QEMU without KVM writes the code that it runs.
                "machines": .optional(backups?.prove == nil ? nil : "prove"),
            ])
    }

    private func cronFile(_ workspace: Workspace) throws -> [(String, String)] {
        let line = CronWords.line(command(workspace))
        let text = try Templates().render(
            "nightly/p2v-nightly.cron",
            ["minute": .number(time.minutes % 60), "hour": .number(time.minutes / 60), "command": .text(line)])
        return [("\(into ?? "/etc/cron.d")/p2v-nightly", text)]
    }

    private func command(_ workspace: Workspace) -> [String] {
        [program, "nightly", "run", "--reports", folder + "/reports", "--metrics", folder + "/p2v.prom"]
            + files(workspace) + words
    }

    /// What watches the pool by day, for the store from which the nights plan.
    private func watching(_ workspace: Workspace) -> [String] { [program, "serve"] + files(workspace) }

    private func files(_ workspace: Workspace) -> [String] {
        ["--store", workspace.storePath, "--pool", workspace.poolPath] + (policy.map { ["--policy", $0] } ?? [])
    }

    /// Where the night writes besides its own folder: the store's, and mounted SRs where the pool's own state may be.
    private func places(_ workspace: Workspace, _ pool: PoolConfiguration?) -> [String] {
        let store = URL(fileURLWithPath: workspace.storePath).deletingLastPathComponent().path
        let urls = pool?.state.map { [$0] } ?? pool?.storage.map(\.url) ?? []
        return (store == folder ? [] : [store])
            + urls.filter { $0.hasPrefix("file:///") }.map { String($0.dropFirst("file://".count)) }
    }
}
