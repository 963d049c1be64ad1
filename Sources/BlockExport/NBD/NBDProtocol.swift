/// Numbers of the NBD protocol (https://github.com/NetworkBlockDevice/nbd/blob/master/doc/proto.md).
enum NBD {
    static let magic: UInt64 = 0x4e42_444d_4147_4943
    static let optionMagic: UInt64 = 0x4948_4156_454F_5054
    static let optionReplyMagic: UInt64 = 0x0003_e889_0455_65a9
    static let requestMagic: UInt32 = 0x2560_9513
    static let simpleReplyMagic: UInt32 = 0x6744_6698
    static let structuredReplyMagic: UInt32 = 0x668e_33ef

    /// FIXED_NEWSTYLE and NO_ZEROES.
    static let handshakeFlags: UInt16 = 0b11
    /// HAS_FLAGS, READ_ONLY, SEND_FLUSH.
    static let transmissionFlags: UInt16 = 1 | 1 << 1 | 1 << 2

    enum Option: UInt32 {
        case exportName = 1, abort = 2, list = 3, info = 6, go = 7, structuredReply = 8, listContexts = 9, setContexts =
            10
    }

    enum OptionReply: UInt32 {
        case acknowledge = 1, server = 2, info = 3, context = 4
        case unsupported = 0x8000_0001, invalid = 0x8000_0003
    }

    enum Command: UInt16 {
        case read = 0, write = 1, disconnect = 2, flush = 3, trim = 4, blockStatus = 7
    }

    enum Chunk: UInt16 {
        case none = 0, data = 1, hole = 2, blockStatus = 5
        case error = 0x8001
    }

    enum Fault: UInt32 {
        case notPermitted = 1, inputOutput = 5, invalid = 22
    }

    /// Metadata contexts, with the number that each has in block status replies.
    enum Context: UInt32, CaseIterable {
        case allocation = 1
        /// The digest of the requested range, in four extents of 32 bits each; a longer request than
        /// ``longestDigest`` has none and is answered with one extent of 0.
        case digest = 2
        /// Bit 0: written between the last two flushes. Bit 1: nobody knows. A flush ends an epoch.
        case dirty = 3
        /// Bit 0: called free, so that it reads as zeros here. Bit 1: the running kernel names its owner. Bit 2: it is a
        /// hole of the file that holds the disk.
        case free = 4
        /// Like ``digest``, of what is on the disk where all of the range is called free; a range with used parts has none.
        case raw = 5

        var name: String {
            switch self {
            case .allocation: "base:allocation"
            case .digest: "p2v:digest"
            case .dirty: "p2v:dirty"
            case .free: "p2v:free"
            case .raw: "p2v:raw"
            }
        }
    }

    static let longestDigest: UInt32 = 16 << 20
    static let writtenFlag: UInt32 = 1
    static let unknownFlag: UInt32 = 2
    static let calledFreeFlag: UInt32 = 1
    static let vouchedFlag: UInt32 = 2
    static let fileHoleFlag: UInt32 = 4
    /// Hole, and reads as zeros.
    static let freeFlags: UInt32 = 0b11
    static let replyDone: UInt16 = 1
    static let requestOneExtent: UInt16 = 1 << 3

    static func flags(of basis: Survey.Basis?) -> UInt32 {
        switch basis {
        case nil: 0
        case .marks: calledFreeFlag
        case .kernel: calledFreeFlag | vouchedFlag
        case .hole: calledFreeFlag | fileHoleFlag
        }
    }
}

/// Big-endian messages.
struct Message {
    private(set) var bytes: [UInt8] = []

    mutating func add<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ text: String) { bytes += Array(text.utf8) }
    mutating func add(_ more: [UInt8]) { bytes += more }
}

extension [UInt8] {
    /// A big-endian number at `offset`; 0 where the message is too short.
    package func big<T: FixedWidthInteger>(_ type: T.Type, at offset: Int) -> T {
        guard offset >= 0, offset <= count - T.bitWidth / 8 else { return 0 }
        return withUnsafeBytes { T(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self)) }
    }
}
