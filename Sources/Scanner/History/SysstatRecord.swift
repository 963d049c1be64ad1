/// What sysstat kept for one moment: the figures of the interval that ends there.
struct SysstatRecord: Sendable, Hashable {
    /// Seconds since 1970, UTC.
    var time: Double
    /// Percent of all processors together that was neither idle nor stolen.
    var busyPercent: Double?
    /// Kilobytes; the kernel's own estimate, since sysstat 11.5.
    var memoryAvailable: Double?
    /// Kilobytes in use without buffers and cache, where the estimate is not there.
    var memoryUsed: Double?
    /// Reads and writes per second.
    var operations: Double?
    /// Bytes per second, read and written.
    var diskBytes: Double?
    /// Bytes per second, in and out.
    var networkBytes: Double?
}
