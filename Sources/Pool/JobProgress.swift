/// A migration as it stands. Nil where the hypervisor does not say.
public struct JobProgress: Sendable, Hashable {
    public var elapsedMilliseconds: UInt64?
    public var memoryTotalBytes: UInt64?
    public var memoryProcessedBytes: UInt64?
    public var memoryRemainingBytes: UInt64?
    public var memoryBytesPerSecond: UInt64?
    public var dirtyBytesPerSecond: UInt64?
    /// Passes over the memory so far.
    public var iteration: UInt64?
    /// What the hypervisor expects the pause to be, in milliseconds.
    public var expectedDowntimeMilliseconds: UInt64?
    /// Share of its time that the guest is held back.
    public var throttlePercent: Int?

    public init(
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
