internal import Estate
internal import LiveMigration
internal import Pool
internal import Probes
internal import Terminal

/// Shows a move as it goes on: a progress line for people, JSON lines for programs.
final class MigrationNewsPrinter: Sendable {
    /// One line of `--json`. Times are milliseconds since p2v began.
    private struct Line: Encodable {
        var format = "p2v-migration-event/1"
        var milliseconds: Double
        var event: String
        var host: String?
        var remainingBytes: UInt64?
        var iteration: UInt64?
        var limitMilliseconds: Int?
        var reason: String?
    }

    private let lines: Bool
    private let progress: ProgressLine
    private let zero = MonotonicClock.now()

    init(lines: Bool) {
        self.lines = lines
        progress = ProgressLine(quiet: lines)
    }

    func take(_ news: MigrationNews) {
        if lines { return printLine(news) }
        if case .concern(let concern) = news {
            return ProgressNote(quiet: false).say("p2v: \(concern.seen). \(concern.advice)")
        }
        if case .notAnnouncing(let reason) = news { return ProgressNote(quiet: false).say("p2v: \(reason)") }
        if case .settling(let action) = news { return ProgressNote(quiet: false).say("p2v: \(action)") }
        guard case .progress(let sample) = news, let total = sample.progress.memoryTotalBytes,
            let remaining = sample.progress.memoryRemainingBytes, remaining <= total
        else { return }
        progress.show(
            StepProgress(
                "Moving memory, pass \(max(1, sample.progress.iteration ?? 1))", done: Double(total - remaining),
                total: Double(total), unit: .bytes))
    }

    func finish() { progress.finish() }

    private func printLine(_ news: MigrationNews) {
        var line = Line(milliseconds: Double(MonotonicClock.now() - zero) / 1e6, event: "progress")
        switch news {
        case .concern(let concern):
            line.event = concern.id
            line.reason = concern.seen
        case .event(let event):
            line.event = event.name
            line.host = event.host
        case .progress(let sample):
            line.remainingBytes = sample.progress.memoryRemainingBytes
            line.iteration = sample.progress.iteration
            line.limitMilliseconds = sample.limitMilliseconds
        case .limitRaised(let milliseconds):
            line.event = "limit raised"
            line.limitMilliseconds = milliseconds
        case .announced: line.event = "announced"
        case .postCopyStarted: line.event = "post-copy started"
        case .settling(let action):
            line.event = "settling"
            line.reason = action
        case .notAnnouncing(let reason):
            line.event = "not announcing"
            line.reason = reason
        }
        if let text = try? JSONText.line(line) { print(text) }
    }
}
