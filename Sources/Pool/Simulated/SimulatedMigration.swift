/// One pre-copy migration, computed: each round sends what the round before left dirty.
struct SimulatedMigration: Sendable, Hashable {
    var to: String
    /// Bytes of each round; the last is sent while the guest stands still.
    var rounds: [Double]
    var bytesPerSecond: Double
    var memoryBytes: Double
    var finishedRounds = 0
    var aborted = false

    /// - Parameter downtime: seconds that the last round may take. After 30 rounds the guest is stopped anyway.
    init(to: String, memoryBytes: UInt64, bytesPerSecond: Double, dirtyBytesPerSecond: Double, downtime: Double) {
        self.to = to
        self.bytesPerSecond = bytesPerSecond
        self.memoryBytes = Double(memoryBytes)
        rounds = [Double(memoryBytes)]
        while rounds.count < 30 {
            let left = min(self.memoryBytes, dirtyBytesPerSecond * (rounds[rounds.count - 1] / bytesPerSecond))
            rounds.append(left)
            if left / bytesPerSecond <= downtime { break }
        }
    }

    var sentBytes: Double { rounds.prefix(finishedRounds).reduce(0, +) }
    var totalSeconds: Double { rounds.reduce(0, +) / bytesPerSecond }
    var pauseSeconds: Double { (rounds.last ?? 0) / bytesPerSecond }

    var progress: JobProgress {
        let remaining = finishedRounds < rounds.count ? rounds[finishedRounds] : 0
        return JobProgress(
            elapsedMilliseconds: UInt64(sentBytes / bytesPerSecond * 1000), memoryTotalBytes: UInt64(memoryBytes),
            memoryProcessedBytes: UInt64(sentBytes), memoryRemainingBytes: UInt64(remaining),
            memoryBytesPerSecond: UInt64(bytesPerSecond), iteration: UInt64(finishedRounds + 1),
            expectedDowntimeMilliseconds: UInt64(pauseSeconds * 1000))
    }
}
