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

    func run() async throws {
        let end = try syncUntil.map { try ClockTime.next($0, after: Date()) }
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

/// A time of day as a moment.
enum ClockTime {
    /// The next `HH:MM` of the local clock.
    static func next(_ text: String, after now: Date, in calendar: Calendar = .current) throws -> Date {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
            (0..<60).contains(minute),
            let date = calendar.nextDate(
                after: now, matching: DateComponents(hour: hour, minute: minute), matchingPolicy: .nextTime)
        else {
            throw Failure(
                "read the time", on: text, because: "it is no time like 06:30", next: "write hours and minutes",
                exit: .refused)
        }
        return date
    }
}
