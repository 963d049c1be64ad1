/// What a collector kept for one moment: the figures of the interval that ends there. Nil where it kept none.
struct HistoryRecord: Sendable, Hashable {
    /// Seconds since 1970, UTC.
    var time: Double
    /// Percent of all processors together that was neither idle nor stolen.
    var busyPercent: Double?
    /// The same in cores, from collectors that say so.
    var coresBusy: Double?
    /// Kilobytes; the kernel's own estimate, since sysstat 11.5.
    var memoryAvailable: Double?
    /// Kilobytes in use without buffers and cache, where the estimate is not there.
    var memoryUsed: Double?
    /// Reads and writes per second.
    var operations: Double?
    /// Bytes per second, read and written.
    var diskBytes: Double?
    /// Reads and writes per second, summed over whole disks, where there is no total.
    var diskSum: DiskSum?
    /// Bytes per second, in and out.
    var networkBytes: Double?
    /// Processes that ran or waited to.
    var runQueue: Double?

    /// Tables and devices whose row is in it.
    private var parts: [String] = []

    struct DiskSum: Sendable, Hashable {
        var operations = 0.0
        /// Nil where the table has no column of it.
        var bytes: Double?
        /// Milliseconds of waiting, over all operations of one second.
        var waiting = 0.0
    }

    init(time: Double) {
        self.time = time
    }

    /// Whether this part was not in it yet; it is now.
    mutating func takes(_ part: String) -> Bool {
        guard !parts.contains(part) else { return false }
        parts.append(part)
        return true
    }
}
