/// What was written to a file and may still be lost, since the server has not said that it is on its disk.
///
/// NFS servers answer a WRITE before it is on the disk, and a COMMIT when it is. Both answers carry a verifier, another one after
/// each restart of the server: what was written before a restart and committed after it may be gone, and the COMMIT succeeds all
/// the same. So what was written is kept until a COMMIT answers with the verifier of the one before it; otherwise it is sent again.
struct UncommittedWrites: Sendable {
    struct Write: Sendable {
        var bytes: [UInt8]
        var range: Range<Int>
        var offset: UInt64
        var end: UInt64 { offset + UInt64(range.count) }
    }

    /// In the order in which they were made.
    private(set) var writes: [Write] = []
    /// Of all of them.
    private(set) var byteCount = 0
    /// Of the server that took all of them; nil where none or more than one may have.
    private var verifier: UInt64?

    /// More is committed at once, so that a copy's memory stays small.
    static let most = 64 << 20
    private static let mostWrites = 8192
    private static let tries = 5

    var isFull: Bool { byteCount >= Self.most || writes.count >= Self.mostWrites }
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

    /// To be called before the first write: learns which server takes it.
    mutating func begin(commit: () throws(NFSError) -> UInt64) throws(NFSError) {
        if verifier == nil, writes.isEmpty { verifier = try commit() }
    }

    /// Returns when all of it is on the server's disk.
    mutating func settle(
        commit: () throws(NFSError) -> UInt64, send: (Write) throws(NFSError) -> Void
    ) throws(NFSError) {
        for _ in 0..<Self.tries {
            let now = try commit()
            if writes.isEmpty || now == verifier {
                (writes, byteCount, verifier) = ([], 0, now)
                return
            }
            // Until all are sent, no server has all of them.
            verifier = nil
            for write in writes { try send(write) }
            verifier = now
        }
        throw NFSError.restarts(Self.tries)
    }

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
