internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Terminal
internal import DiskCopying
internal import Operations

/// `p2v sync SOURCE TARGET`: keeps a warm copy, for weeks if need be.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring a warm copy of a disk up to date, once or until a time; for nightly runs.",
        discussion: """
            The copy stays NAME.part; `p2v copy --resume` proves it and gives it its name. Between runs changes are found
            by comparing digests; within one run by the source's block tracing where it has it.
            """)

    @OptionGroup var options: CopyOptions

    @Option(help: "Repeat until this local time, HH:MM.")
    var syncUntil: String?

    @Option(help: "Seconds between the passes of one run.")
    var every = 300

    func validate() throws { try check(.init("--every", every, 1...604_800)) }

    func run() async throws {
        let end = try syncUntil.map {
            Date(
                timeIntervalSince1970: try ZoneClock.local.next(
                    $0, after: Moment(seconds: Date().timeIntervalSince1970)
                ).seconds)
        }
        let line = ProgressLine(quiet: options.json)
        do {
            try await options.job.sync(until: end, every: Double(every), events: options.events(line)) { outcome in
                line.finish()
                print(options.json ? try JSONText.line(outcome) : CopyText.report(outcome))
            }
        } catch {
            line.finish()
            throw error
        }
    }
}
