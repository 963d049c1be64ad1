/// Reads JSON straight from bytes: instances hold millions of numbers, and a general decoder takes a minute for them.
/// Strict (RFC 8259) where it matters for us; the position of a mistake is in each error.
struct JSONCursor {
    struct Mistake: Error {
        var offset: Int
        var expected: String
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var offset = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func mistake(_ expected: String) -> Mistake { Mistake(offset: offset, expected: expected) }

    @inline(__always)
    private var current: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    @inline(__always)
    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    /// Takes the character if it is next.
    @inline(__always)
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        let byte = current
        if byte <= 0x20 { skipSpace() }
        guard current == UInt8(truncatingIfNeeded: character.value), offset < bytes.count else { return false }
        offset += 1
        return true
    }

    /// The next byte; nil at the end.
    @inline(__always)
    var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    @inline(__always)
    mutating func advance() { offset += 1 }

    @inline(__always)
    mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        offset += 1
        return true
    }

    func text(from start: Int) -> String { String(decoding: bytes[start..<offset], as: UTF8.self) }

    mutating func expect(_ character: Unicode.Scalar) throws(Mistake) {
        guard take(character) else { throw mistake("\"\(character)\"") }
    }

    mutating func end() throws(Mistake) {
        skipSpace()
        guard offset == bytes.count else { throw mistake("the end") }
    }

    /// Calls `element` for each element of an array.
    mutating func array(_ element: (inout JSONCursor) throws(Mistake) -> Void) throws(Mistake) {
        try expect("[")
        if take("]") { return }
        repeat { try element(&self) } while take(",")
        try expect("]")
    }

    /// Calls `member` with each key of an object; it must read the value.
    mutating func object(_ member: (String, inout JSONCursor) throws(Mistake) -> Void) throws(Mistake) {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(key, &self)
        } while take(",")
        try expect("}")
    }

    mutating func null() -> Bool {
        skipSpace()
        guard offset + 4 <= bytes.count, bytes[offset..<offset + 4].elementsEqual("null".utf8) else { return false }
        offset += 4
        return true
    }

    mutating func numbers() throws(Mistake) -> [Double] {
        var values: [Double] = []
        try array { cursor throws(Mistake) in values.append(try cursor.number()) }
        return values
    }

    mutating func integer() throws(Mistake) -> Int {
        let start = offset
        let value = try number()
        guard value == value.rounded(), value.magnitude < 1e15 else {
            throw Mistake(offset: start, expected: "a whole number")
        }
        return Int(value)
    }
}
