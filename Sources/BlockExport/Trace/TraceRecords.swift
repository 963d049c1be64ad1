/// Takes the stream of one processor's trace apart (Linux, include/uapi/linux/blktrace_api.h, `struct blk_io_trace`).
struct TraceRecords {
    private static let headBytes = 48
    private static let magic: UInt32 = 0x6561_7400
    /// Actions that carry a range which is written: queued, issued, completed. Completion is the one that counts: what is
    /// read later holds the write. The others cover drivers that do not report it.
    private static let writing: Set<UInt16> = [1, 7, 8]
    private static let notify: UInt32 = 1 << 26

    /// The start of a record whose end has not been read yet.
    private var rest: [UInt8] = []

    /// - Parameter each: called with the bytes of each write, counted from the start of the traced disk.
    /// - Returns: false when the stream makes no sense.
    mutating func add(_ bytes: ArraySlice<UInt8>, each: (Range<UInt64>) -> Void) -> Bool {
        rest += bytes
        var at = 0
        defer { rest.removeFirst(min(at, rest.count)) }
        while rest.count - at >= Self.headBytes {
            guard rest.little(UInt32.self, at: at) & 0xFFFF_FF00 == Self.magic else { return false }
            let action = rest.little(UInt32.self, at: at + 28)
            let length = Self.headBytes + Int(rest.little(UInt16.self, at: at + 46))
            guard rest.count - at >= length else { return true }
            let count = UInt64(rest.little(UInt32.self, at: at + 24))
            if action & Self.notify == 0, Self.writing.contains(UInt16(truncatingIfNeeded: action)), count > 0 {
                let start = rest.little(UInt64.self, at: at + 16) &* 512
                if start <= UInt64.max - count { each(start..<(start + count)) }
            }
            at += length
        }
        return true
    }
}
