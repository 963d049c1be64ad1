internal import Estate
internal import Foundation
internal import Logging
internal import Templates

/// The job that runs every night: a systemd service and timer, or without systemd a cron file.
package struct NightJob: Sendable {
    package var program: String
    /// Words after those that every night has.
    package var words: [String]
    package var hour: Int
    package var minute: Int
    /// For reports, metrics and the service's own files.
    package var folder: String
    /// A unit to start when a run fails.
    package var onFailure: String?
    /// Where units are written, or cron files; the system's own place when nil.
    package var into: String?

    package init(program: String, words: [String], hour: Int, minute: Int, folder: String) {
        self.program = program
        self.words = words
        self.hour = hour
        self.minute = minute
        self.folder = folder
    }

    /// Writes the files that replace those of an earlier installation.
    ///
    /// - Parameter workspace: of the nights to come: its pool's state must stay writable for them.
    /// - Returns: their paths.
    /// - Throws: ``Failure`` when one cannot be written.
    package func install(asCron: Bool, in workspace: Workspace) throws -> [String] {
        let files = try asCron ? cronFile(workspace) : units(workspace)
        for (path, text) in files {
            do {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            } catch {
                throw Failure("write the job", on: path, because: "\(error)", next: "run as root, or name --into")
            }
        }
        return files.map(\.0)
    }

    private func units(_ workspace: Workspace) throws -> [(String, String)] {
        let place = into ?? "/etc/systemd/system"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let service = try Templates().render(
            "nightly/p2v-nightly.service",
            [
                "command": .text(UnitWords.line(command(workspace))), "folder": .text(UnitWords.word(folder)),
                "failure": .optional(onFailure), "limit": "6h",
                "places": .list(Self.places(workspace).map { .text(UnitWords.word($0)) }),
            ])
        let calendar = "*-*-* \(Self.two(hour)):\(Self.two(minute)):00"
        let timer = try Templates().render("nightly/p2v-nightly.timer", ["calendar": .text(calendar)])
        return [("\(place)/p2v-nightly.service", service), ("\(place)/p2v-nightly.timer", timer)]
    }

    private func cronFile(_ workspace: Workspace) throws -> [(String, String)] {
        let line = CronWords.line(command(workspace))
        let text = try Templates().render(
            "nightly/p2v-nightly.cron", ["minute": .number(minute), "hour": .number(hour), "command": .text(line)])
        return [("\(into ?? "/etc/cron.d")/p2v-nightly", text)]
    }

    private func command(_ workspace: Workspace) -> [String] {
        [program, "nightly", "run", "--reports", folder + "/reports", "--metrics", folder + "/p2v.prom"]
            + ["--store", workspace.storePath, "--pool", workspace.poolPath] + words
    }

    /// Mounted SRs where the pool's own state may be: the unit writes nowhere else but into its folder.
    private static func places(_ workspace: Workspace) -> [String] {
        guard let configuration = try? workspace.poolConfiguration() else {
            workspace.log.notice(
                "\(workspace.poolPath) cannot be read: where its SR is a folder, install the job again once it is there"
            )
            return []
        }
        let urls = configuration.state.map { [$0] } ?? configuration.storage.map(\.url)
        return urls.filter { $0.hasPrefix("file:///") }.map { String($0.dropFirst("file://".count)) }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
