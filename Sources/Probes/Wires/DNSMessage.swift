/// The few parts of a DNS message that a probe needs (RFC 1035, section 4). The only DNS codec of p2v.
package enum DNSMessage {
    package enum Reading: Equatable {
        /// A positive answer; the IPv4 addresses it holds, as written.
        case addresses([String])
        /// An answer that says no: an error code, or no address.
        case no
        /// Not an answer to this question.
        case foreign
    }

    /// Letters, digits, `-`, `_` and dots; labels of 1 to 63 bytes, 253 in all.
    static func isName(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let trimmed = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        return !trimmed.isEmpty && name.utf8.count <= 253
            && trimmed.allSatisfy { label in
                (1...63).contains(label.utf8.count)
                    && label.utf8.allSatisfy { byte in
                        switch UInt8(byte) {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                            true
                        default: false
                        }
                    }
            }
    }

    /// A dotted IPv4 address as four bytes; nil for anything else.
    static func address(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { UInt8($0) }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// A query for one A record, recursion desired.
    package static func query(id: UInt16, name: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xff), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name.split(separator: ".") {
            bytes.append(UInt8(label.utf8.count))
            bytes.append(contentsOf: label.utf8)
        }
        return bytes + [0, 0, 1, 0, 1]
    }

    static func id(_ message: ArraySlice<UInt8>) -> UInt16? {
        message.count >= 12 ? word(message, message.startIndex) : nil
    }

    /// Reads what should answer `query`. Anything cut short or twisted is foreign, never a crash.
    package static func read(_ message: ArraySlice<UInt8>, answering query: [UInt8]) -> Reading {
        let question = query[12...]
        let start = message.startIndex
        guard message.count >= query.count, message[start + 2] & 0x80 != 0,
            message[start..<start + 2].elementsEqual(query[..<2]),
            message[start + 12..<start + query.count].elementsEqual(question, by: { lower($0) == lower($1) })
        else { return .foreign }
        guard message[start + 3] & 0x0f == 0 else { return .no }
        let addresses = addresses(message, from: start + query.count, count: Int(word(message, start + 6)))
        return addresses.isEmpty ? .no : .addresses(addresses)
    }

    private static func addresses(_ message: ArraySlice<UInt8>, from: Int, count: Int) -> [String] {
        var found: [String] = []
        var at = from
        for _ in 0..<count {
            guard let fixed = skipName(message, at), fixed + 10 <= message.endIndex else { break }
            let length = Int(word(message, fixed + 8))
            let data = fixed + 10
            guard data + length <= message.endIndex else { break }
            if word(message, fixed) == 1, word(message, fixed + 2) == 1, length == 4 {
                found.append(message[data..<data + 4].map(String.init).joined(separator: "."))
            }
            at = data + length
        }
        return found
    }

    /// The place after a name that stands at `at`; a compression pointer ends it.
    private static func skipName(_ message: ArraySlice<UInt8>, _ at: Int) -> Int? {
        var at = at
        while at < message.endIndex {
            switch message[at] {
            case 0: return at + 1
            case 0xc0...: return at + 2
            default: at += Int(message[at]) + 1
            }
        }
        return nil
    }

    private static func word(_ message: ArraySlice<UInt8>, _ at: Int) -> UInt16 {
        UInt16(message[at]) << 8 | UInt16(message[at + 1])
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
