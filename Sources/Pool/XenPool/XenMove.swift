/// A migration under way, as its task's events tell it.
struct XenMove: Sendable {
    var task: String
    var memoryBytes: UInt64
    /// 0 to 1.
    var share = 0.0
    var began: ContinuousClock.Instant

    var progress: JobProgress {
        JobProgress(
            share: share, memoryBytes: memoryBytes,
            elapsedMilliseconds: UInt64(max(0, (ContinuousClock.now - began).inSeconds * 1000)))
    }
}

extension JobProgress {
    /// XAPI tells the share of the work that is done, and nothing of memory.
    init(share: Double, memoryBytes: UInt64, elapsedMilliseconds: UInt64?) {
        let done = UInt64(Double(memoryBytes) * min(1, max(0, share)))
        self.init(
            elapsedMilliseconds: elapsedMilliseconds, memoryTotalBytes: memoryBytes, memoryProcessedBytes: done,
            memoryRemainingBytes: memoryBytes - min(done, memoryBytes))
    }
}
