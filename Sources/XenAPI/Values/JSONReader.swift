/// Reads JSON from untrusted bytes: bounded depth, every error with its place. Besides RFC 8259 it takes what XAPI's RRD
/// endpoint writes: names without quotes, `NaN` and `Infinity`.
struct JSONReader {
    struct Broken: Error, Hashable, CustomStringConvertible {
        var offset: Int
        var reason: String

        var description: String { "\(reason) at byte \(offset)" }
    }

    static let deepest = 64

    private var bytes: UnsafeBufferPointer<UInt8>
    private(set) var at = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    static func value(of bytes: [UInt8]) throws(Broken) -> JSONValue {
        let read = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, Broken> in
            var reader = JSONReader(buffer)
            do throws(Broken) {
                let value = try reader.value(depth: 0)
                reader.skipSpace()
                guard reader.at == buffer.count else { throw reader.broken("more follows the value") }
                return .success(value)
            } catch {
                return .failure(error)
            }
        }
        return try read.get()
    }

    private func broken(_ reason: String) -> Broken { Broken(offset: at, reason: reason) }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] == 0x20 || (0x09...0x0D).contains(bytes[at]) { at += 1 }
    }

    private mutating func next() throws(Broken) -> UInt8 {
        guard at < bytes.count else { throw broken("the text ends in the middle") }
        return bytes[at]
    }

    private mutating func value(depth: Int) throws(Broken) -> JSONValue {
        guard depth < Self.deepest else { throw broken("it is nested more than \(Self.deepest) deep") }
        skipSpace()
        switch try next() {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        default: return try word()
        }
    }

    private mutating func object(_ depth: Int) throws(Broken) -> JSONValue {
        at += 1
        var fields: [JSONValue.Field] = []
        skipSpace()
        if try next() == UInt8(ascii: "}") {
            at += 1
            return .object(fields)
        }
        while true {
            skipSpace()
            let name = try next() == UInt8(ascii: "\"") ? try string() : bareWord()
            skipSpace()
            guard try next() == UInt8(ascii: ":"), !name.isEmpty || at > 0 else { throw broken("no colon") }
            at += 1
            fields.append(JSONValue.Field(name, try value(depth: depth + 1)))
            if try ended(by: UInt8(ascii: "}")) { return .object(fields) }
        }
    }

    private mutating func array(_ depth: Int) throws(Broken) -> JSONValue {
        at += 1
        var items: [JSONValue] = []
        skipSpace()
        if try next() == UInt8(ascii: "]") {
            at += 1
            return .array(items)
        }
        while true {
            items.append(try value(depth: depth + 1))
            if try ended(by: UInt8(ascii: "]")) { return .array(items) }
        }
    }

    private mutating func ended(by end: UInt8) throws(Broken) -> Bool {
        skipSpace()
        let byte = try next()
        guard byte == end || byte == UInt8(ascii: ",") else { throw broken("no comma") }
        at += 1
        return byte == end
    }

    private mutating func bareWord() -> String {
        let start = at
        while at < bytes.count, !Self.ends.contains(bytes[at]) { at += 1 }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
    }

    private static let ends: Set<UInt8> = Set(" \t\r\n,:]}\"{[".utf8)

    private mutating func word() throws(Broken) -> JSONValue {
        let start = at
        let word = bareWord()
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        case "NaN", "nan", "-nan": return .number(.nan)
        case "Infinity", "inf": return .number(.infinity)
        case "-Infinity", "-inf": return .number(-.infinity)
        default: break
        }
        if let integer = Int64(word) { return .integer(integer) }
        if let first = word.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            let number = Double(word)
        {
            return .number(number)
        }
        throw Broken(offset: start, reason: "there is no value")
    }

    private mutating func string() throws(Broken) -> String {
        at += 1
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
        if try next() == UInt8(ascii: "\"") {
            defer { at += 1 }
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
        }
        var text = Array(bytes[start..<at])
        while true {
            let byte = try next()
            at += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(Broken) {
        let kind = try next()
        at += 1
        switch kind {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): try text.append(contentsOf: String(unicode()).utf8)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        default: throw broken("an unknown escape")
        }
    }

    private mutating func unicode() throws(Broken) -> Character {
        let high = try hexadecimal()
        guard (0xD800...0xDBFF).contains(high) else { return Character(Unicode.Scalar(high) ?? "\u{FFFD}") }
        guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
            return "\u{FFFD}"
        }
        at += 2
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low) else { return "\u{FFFD}" }
        return Character(Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}")
    }

    private mutating func hexadecimal() throws(Broken) -> UInt32 {
        guard at + 4 <= bytes.count else { throw broken("the text ends in the middle") }
        let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[at..<at + 4]), as: UTF8.self)
        guard let value = UInt32(digits, radix: 16) else { throw broken("an unknown escape") }
        at += 4
        return value
    }
}
