/// A migration as it stands. Nil where the hypervisor does not say.
package struct JobProgress: Sendable, Hashable {
    package var elapsedMilliseconds: UInt64?
    package var memoryTotalBytes: UInt64?
    package var memoryProcessedBytes: UInt64?
    package var memoryRemainingBytes: UInt64?
    package var memoryBytesPerSecond: UInt64?
    package var dirtyBytesPerSecond: UInt64?
    /// Passes over the memory so far.
    package var iteration: UInt64?
    /// What the hypervisor expects the pause to be, in milliseconds.
    package var expectedDowntimeMilliseconds: UInt64?
    /// Share of its time that the guest is held back.
    package var throttlePercent: Int?

    package init(
        elapsedMilliseconds: UInt64? = nil, memoryTotalBytes: UInt64? = nil, memoryProcessedBytes: UInt64? = nil,
        memoryRemainingBytes: UInt64? = nil, memoryBytesPerSecond: UInt64? = nil, dirtyBytesPerSecond: UInt64? = nil,
        iteration: UInt64? = nil, expectedDowntimeMilliseconds: UInt64? = nil, throttlePercent: Int? = nil
    ) {
        self.elapsedMilliseconds = elapsedMilliseconds
        self.memoryTotalBytes = memoryTotalBytes
        self.memoryProcessedBytes = memoryProcessedBytes
        self.memoryRemainingBytes = memoryRemainingBytes
        self.memoryBytesPerSecond = memoryBytesPerSecond
        self.dirtyBytesPerSecond = dirtyBytesPerSecond
        self.iteration = iteration
        self.expectedDowntimeMilliseconds = expectedDowntimeMilliseconds
        self.throttlePercent = throttlePercent
    }
}
