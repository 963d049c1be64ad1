/// A question of a browser or a program.
package struct PageRequest: Sendable {
    /// A form of a person is far shorter.
    package static let mostBody = 64 << 10

    package var method: String
    /// Without the query, decoded: `/host`.
    package var path: String
    package var query: [String: String]
    package var body: String
    /// By name in small letters.
    private let headers: [String: String]

    /// Of several values of one name the first counts.
    package init(
        method: String, path: String, query: [(String, String)] = [], headers: [(String, String)] = [],
        body: String = ""
    ) {
        (self.method, self.path, self.body) = (method, path, body)
        self.query = Dictionary(query) { first, _ in first }
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }) { first, _ in first }
    }

    package func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// The value of a cookie (RFC 6265, section 4.2.1).
    package func cookie(_ name: String) -> String? {
        for pair in (header("cookie") ?? "").split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, halves[0].drop(while: { $0 == " " }) == name else { continue }
            return String(halves[1])
        }
        return nil
    }

    /// The fields of a form (`application/x-www-form-urlencoded`).
    package var form: [String: String] {
        let fields = body.split(separator: "&").compactMap { field -> (String, String)? in
            let halves = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            return (Self.decoded(halves[0]), Self.decoded(halves[1]))
        }
        return Dictionary(fields) { first, _ in first }
    }

    /// What is no escape stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let pair = rest.prefix(2)
            if byte == UInt8(ascii: "%"), pair.count == 2, pair.allSatisfy({ isHex($0) }),
                let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
