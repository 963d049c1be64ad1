internal import Estate

/// One finished move taken apart: what its time was spent on. Pure.
struct MigrationPassage: Sendable, Hashable {
    var bytes: Double
    /// From the first pass to the guest's first instruction on the other host.
    var transferSeconds: Double
    /// Everything before and after: connecting, starting the destination's emulator, taking leave of the source's.
    var setupSeconds: Double
    var pauseSeconds: Double?

    /// Bytes a second while the guest ran. The pause is left out: most of it does not send.
    var bytesPerSecond: Double {
        let running = transferSeconds - (pauseSeconds ?? 0)
        return bytes / (running > 0.2 * transferSeconds ? running : transferSeconds)
    }

    /// Nil for a move whose statistics are missing.
    init?(_ report: MigrationReport) {
        guard let bytes = report.job.memoryProcessedBytes, bytes > 0, report.wallSeconds > 0 else { return nil }
        self.bytes = Double(bytes)
        pauseSeconds = report.job.downtimeMilliseconds.map { $0 / 1000 }
        let begin = report.events.first { $0.name == "iteration 1" }?.milliseconds
        let end = report.events.last { $0.name == "resumed" && $0.host == report.to }?.milliseconds
        if let begin, let end, end > begin {
            transferSeconds = (end - begin) / 1000
        } else if let total = report.job.totalMilliseconds, total > 0 {
            transferSeconds = total / 1000
        } else {
            return nil
        }
        setupSeconds = max(0, report.wallSeconds - transferSeconds)
    }
}
