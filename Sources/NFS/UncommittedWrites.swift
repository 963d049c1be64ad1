/// What was written to a file and may still be lost, since the server has not said that it is on its disk.
///
/// NFS servers answer a WRITE before it is on the disk, and a COMMIT when it is. Both answers carry a verifier, another one after
/// each restart of the server: what was written before a restart and committed after it may be gone, and the COMMIT succeeds all
/// the same. So what was written is kept until a COMMIT that was sent after its answer has the same verifier; otherwise it is sent
/// again, and all that was written after it, since that may lie over it.
struct UncommittedWrites: Sendable {
    struct Write: Sendable {
        var bytes: [UInt8]
        var range: Range<Int>
        var offset: UInt64
        /// Nil where nobody is known to have all of it.
        var keeper: Keeper?
        var end: UInt64 { offset + UInt64(range.count) }

        func isOnDisk(of verifier: UInt64) -> Bool { keeper.map { $0.isOnDisk || $0.verifier == verifier } == true }
    }

    /// In the order in which they were answered.
    private(set) var writes: [Write] = []
    /// Of all of them.
    private(set) var byteCount = 0

    /// No more is kept, so that a copy's memory stays small.
    static let most = 64 << 20
    private static let mostWrites = 8192

    var count: Int { writes.count }
    var isFull: Bool { byteCount >= Self.most || writes.count >= Self.mostWrites }
    var isHalfFull: Bool { byteCount >= Self.most / 2 || writes.count >= Self.mostWrites / 2 }
    var end: UInt64 { writes.map(\.end).max() ?? 0 }

    /// Remembers a write that the server has answered.
    mutating func add(_ write: Write) {
        var write = write
        if write.range.count < write.bytes.count / 2 {
            // A small part must not keep the whole in memory.
            write.bytes = Array(write.bytes[write.range])
            write.range = 0..<write.bytes.count
        }
        writes.append(write)
        byteCount += write.range.count
    }

    /// Forgets what is on the disk now that a COMMIT was answered.
    ///
    /// - Parameter asked: how many there were when the COMMIT was sent.
    /// - Returns: whether some of these may be lost.
    mutating func settle(first asked: Int, by verifier: UInt64) -> Bool {
        let safe = writes.prefix(asked).prefix { $0.isOnDisk(of: verifier) }
        let count = safe.count
        byteCount -= safe.reduce(0) { $0 + $1.range.count }
        writes.removeFirst(count)
        return count < asked
    }

    /// Before all of it is sent again: until then no server has all of it, however new it is.
    mutating func distrust() {
        for index in writes.indices { writes[index].keeper = nil }
    }

    /// One of them was sent again.
    mutating func renew(_ index: Int, _ keeper: Keeper?) { writes[index].keeper = keeper }

    /// Puts what was written over what a server that lost it answers.
    func overlay(_ bytes: inout [UInt8], at offset: UInt64, count: Int) {
        let wanted = offset..<(offset + UInt64(count))
        for write in writes where write.offset < wanted.upperBound && write.end > wanted.lowerBound {
            let part = (write.offset..<write.end).clamped(to: wanted)
            let place = Int(part.lowerBound - offset)..<Int(part.upperBound - offset)
            if bytes.count < place.upperBound {
                bytes += [UInt8](repeating: 0, count: place.upperBound - bytes.count)
            }
            let from = write.range.lowerBound + Int(part.lowerBound - write.offset)
            bytes.replaceSubrange(place, with: write.bytes[from..<(from + place.count)])
        }
    }
}
