/// One request of the transmission phase.
struct NBDRequest: Sendable, Hashable {
    var flags: UInt16
    var command: UInt16
    var cookie: UInt64
    var offset: UInt64
    var length: UInt32

    var isGoodbye: Bool { command == NBD.Command.disconnect.rawValue }
    var range: Range<UInt64> { offset..<(offset + UInt64(length)) }

    init(_ header: [UInt8]) throws(ExportError) {
        guard header.big(UInt32.self, at: 0) == NBD.requestMagic else { throw ExportError("a damaged NBD request") }
        flags = header.big(UInt16.self, at: 4)
        command = header.big(UInt16.self, at: 6)
        cookie = header.big(UInt64.self, at: 8)
        offset = header.big(UInt64.self, at: 16)
        length = header.big(UInt32.self, at: 24)
    }
}
