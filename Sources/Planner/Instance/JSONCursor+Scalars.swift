extension JSONCursor {
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// A number. Up to 15 digits are exact by one division (Clinger 1990); longer ones go through the library.
    mutating func number() throws(Mistake) -> Double {
        skipSpace()
        let start = offset
        let negative = accept(0x2D)
        var digits = 0
        var mantissa: UInt64 = 0
        var decimals = 0
        readDigits(&mantissa, &digits)
        guard digits > 0 else { throw mistake("a number") }
        if accept(0x2E) {
            let before = digits
            readDigits(&mantissa, &digits)
            decimals = digits - before
            guard decimals > 0 else { throw mistake("a digit") }
        }
        if peek == 0x65 || peek == 0x45 || digits > 15 || decimals > 22 { return try slowNumber(from: start) }
        let value = Double(mantissa) / Self.powers[decimals]
        return negative ? -value : value
    }

    private mutating func readDigits(_ mantissa: inout UInt64, _ digits: inout Int) {
        while let digit = peek, digit >= 0x30, digit <= 0x39 {
            mantissa = mantissa &* 10 &+ UInt64(digit - 0x30)
            digits += 1
            advance()
        }
    }

    private mutating func slowNumber(from start: Int) throws(Mistake) -> Double {
        while let byte = peek, (0x30...0x39).contains(byte) || [0x65, 0x45, 0x2B, 0x2D, 0x2E].contains(byte) {
            advance()
        }
        guard let value = Double(text(from: start)) else { throw mistake("a number") }
        return value
    }

    mutating func string() throws(Mistake) -> String {
        try expect("\"")
        let start = offset
        while let byte = peek, byte != 0x22, byte != 0x5C, byte >= 0x20 { advance() }
        if peek == 0x22 {
            let plain = text(from: start)
            advance()
            return plain
        }
        return try escaped(text(from: start))
    }

    private mutating func escaped(_ beginning: String) throws(Mistake) -> String {
        var units = Array(beginning.utf16)
        while let byte = peek {
            if byte == 0x22 {
                advance()
                return String(decoding: units, as: UTF16.self)
            }
            guard byte >= 0x20 else { break }
            if byte == 0x5C {
                advance()
                units.append(try escape())
            } else {
                let start = offset
                while let more = peek, more != 0x22, more != 0x5C, more >= 0x20 { advance() }
                units += text(from: start).utf16
            }
        }
        throw mistake("the end of a string")
    }

    private mutating func escape() throws(Mistake) -> UInt16 {
        guard let byte = peek else { throw mistake("an escape") }
        advance()
        switch byte {
        case 0x22, 0x5C, 0x2F: return UInt16(byte)
        case 0x62: return 8
        case 0x66: return 12
        case 0x6E: return 10
        case 0x72: return 13
        case 0x74: return 9
        case 0x75:
            let start = offset
            for _ in 0..<4 { if peek != nil { advance() } }
            guard offset - start == 4, let unit = UInt16(text(from: start), radix: 16) else {
                throw mistake("an escape")
            }
            return unit
        default: throw mistake("an escape")
        }
    }

    /// Passes over a value of any kind.
    mutating func skipValue(depth: Int = 0) throws(Mistake) {
        guard depth < 64 else { throw mistake("fewer levels") }
        skipSpace()
        switch peek {
        case 0x7B: try object { _, cursor throws(Mistake) in try cursor.skipValue(depth: depth + 1) }
        case 0x5B: try array { cursor throws(Mistake) in try cursor.skipValue(depth: depth + 1) }
        case 0x22: _ = try string()
        case 0x74, 0x66, 0x6E:
            let start = offset
            while let byte = peek, (0x61...0x7A).contains(byte) { advance() }
            guard ["true", "false", "null"].contains(text(from: start)) else { throw mistake("a value") }
        default: _ = try number()
        }
    }
}
