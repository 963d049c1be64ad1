internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Logging
internal import Operations
internal import Templates

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
        let files = cron || !systemd ? try cronFile(time) : try units(time)
        for (path, text) in files {
            do {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw Failure("write the job", on: path, because: "\(error)", next: "run as root, or name --into")
            }
            print(path)
        }
        if !cron, systemd { print("start it: systemctl daemon-reload && systemctl enable --now p2v-nightly.timer") }
    }

    private func units(_ time: [Int]) throws -> [(String, String)] {
        let place = into ?? "/etc/systemd/system"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let service = try Templates().render(
            "nightly/p2v-nightly.service",
            [
                "command": .text(UnitWords.line(command)), "folder": .text(UnitWords.word(folder)),
                "failure": .optional(onFailure), "limit": "6h",
                "places": .list(places().map { .text(UnitWords.word($0)) }),
            ])
        let calendar = "*-*-* \(two(time[0])):\(two(time[1])):00"
        let timer = try Templates().render("nightly/p2v-nightly.timer", ["calendar": .text(calendar)])
        return [("\(place)/p2v-nightly.service", service), ("\(place)/p2v-nightly.timer", timer)]
    }

    /// Mounted SRs where the pool's own state may be: the unit writes nowhere else but into its folder.
    private func places() -> [String] {
        guard let configuration = try? workspace.poolConfiguration() else {
            NoteHandler.notes.notice(
                "\(workspace.poolPath) cannot be read: where its SR is a folder, install the job again once it is there"
            )
            return []
        }
        let urls = configuration.state.map { [$0] } ?? configuration.storage.map(\.url)
        return urls.filter { $0.hasPrefix("file:///") }.map { String($0.dropFirst("file://".count)) }
    }

    private var workspace: Workspace {
        Workspace(storePath: global.storePath, poolPath: absolute(global.pool) ?? "/etc/p2v/pool.yaml")
    }

    private func cronFile(_ time: [Int]) throws -> [(String, String)] {
        let text = try Templates().render(
            "nightly/p2v-nightly.cron",
            ["minute": .number(time[1]), "hour": .number(time[0]), "command": .text(CronWords.line(command))])
        return [("\(into ?? "/etc/cron.d")/p2v-nightly", text)]
    }

    private var command: [String] {
        let program = Bundle.main.executablePath ?? "/usr/local/bin/p2v"
        var words = [program, "nightly", "run", "--reports", folder + "/reports", "--metrics", folder + "/p2v.prom"]
        words += ["--store", absolute(global.store) ?? folder + "/p2v.sqlite"]
        words += ["--pool", absolute(global.pool) ?? "/etc/p2v/pool.yaml"]
        if let policy { words += ["--policy", absolute(policy) ?? policy] }
        return words + extras.words
    }

    private func absolute(_ path: String?) -> String? { path.map { URL(fileURLWithPath: $0).path } }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
