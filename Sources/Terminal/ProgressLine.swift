package import Estate
internal import Foundation
internal import Synchronization

/// Draws progress on standard error: one line that is redrawn on a terminal, a line every ten seconds elsewhere.
/// Rate and ETA come from the monotonic clock. Where several things go on at once, each has a line of its own that names it
/// and is never redrawn.
package final class ProgressLine: Sendable {
    private struct State {
        var title = ""
        /// What stands in the last line that was written.
        var said = ""
        var began = ContinuousClock.now
        var first = 0.0
        var drawn: ContinuousClock.Instant?
        var width = 0
    }

    private let state = Mutex(State())
    private let redraws: Bool
    private let subject: String?
    private let quiet: Bool

    /// - Parameters:
    ///   - quiet: draws nothing; for `--json` and tests.
    ///   - subject: what it speaks of, where others speak at the same time: a server.
    package init(quiet: Bool = false, of subject: String? = nil) {
        self.quiet = quiet
        self.subject = subject
        redraws = subject == nil && isatty(2) == 1
    }

    /// Give this to an engine.
    package var report: ProgressReport {
        { [self] progress in show(progress) }
    }

    package func show(_ progress: StepProgress) {
        guard !quiet else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if progress.title != state.title {
                endLine(&state)
                state.title = progress.title
                state.began = now
                state.first = progress.done
                state.drawn = nil
            }
            let pause: Duration = redraws ? .milliseconds(200) : .seconds(10)
            let complete = progress.total.map { progress.done >= $0 } ?? false
            if let drawn = state.drawn, now - drawn < pause, !complete { return }
            if complete, state.drawn == nil, now - state.began < .seconds(2), !redraws { return }
            if Self.isSaid(progress, state.said), !redraws { return }
            state.drawn = now
            let seconds = (now - state.began) / .seconds(1)
            state.said = progress.title
            let name = subject.map { "\(Sanitised.text($0)): " } ?? ""
            draw(name + Self.text(progress, from: state.first, after: seconds), &state)
        }
    }

    /// A title without a count that stands in the last line already: nothing new.
    private static func isSaid(_ progress: StepProgress, _ said: String) -> Bool {
        progress.total == nil && progress.done == 0 && progress.title == said
    }

    /// Ends the line, so that what is printed next starts on a fresh one.
    package func finish() {
        guard !quiet else { return }
        state.withLock { state in
            endLine(&state)
            state.title = ""
        }
    }

    /// `Copying /dev/sda: 512 MiB of 2 GiB (25 %), 64 MiB/s, 24 s left`; the title alone where nothing is counted.
    package static func text(_ progress: StepProgress, from first: Double, after seconds: Double) -> String {
        if progress.total == nil, progress.done == 0 { return Sanitised.text(progress.title) }
        var text = Sanitised.text(progress.title) + ": " + amount(progress.done, progress.unit)
        let rate = seconds > 0.5 ? (progress.done - first) / seconds : 0
        if let total = progress.total, total > 0 {
            if progress.unit != .percent {
                text += " of \(amount(total, progress.unit)) (\(Fixed.text(100 * progress.done / total, 0)) %)"
            }
            if rate > 0, progress.unit == .bytes { text += ", \(Bytes.text(UInt64(rate)))/s" }
            if rate > 0, progress.done < total { text += ", \(Fixed.duration((total - progress.done) / rate)) left" }
        } else if rate > 0, progress.unit == .bytes {
            text += ", \(Bytes.text(UInt64(rate)))/s"
        }
        return text
    }

    private static func amount(_ value: Double, _ unit: StepProgress.Unit) -> String {
        switch unit {
        case .bytes: Bytes.text(UInt64(max(0, value)))
        case .items: Fixed.text(value, 0)
        case .percent: Fixed.text(value, 0) + " %"
        }
    }

    private func draw(_ text: String, _ state: inout State) {
        let padding = String(repeating: " ", count: max(0, state.width - text.count))
        write(redraws ? "\r\(text)\(padding)" : "\(text)\n")
        state.width = redraws ? text.count : 0
    }

    private func endLine(_ state: inout State) {
        if redraws, state.width > 0 { write("\n") }
        state.width = 0
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
