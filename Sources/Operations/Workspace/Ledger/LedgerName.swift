internal import Estate

/// File names of a pool's state. Hosts are named by people: what is no plain letter is written as `%XX`.
enum LedgerName {
    static let marks = "mark-"
    static let pages = "host-"
    static let moves = "moves-"
    private static let longest = 160

    static func mark(_ host: String) -> String { marks + plain(host) + ".json" }

    static func page(_ host: String) -> String { pages + plain(host) + ".json" }

    /// - Parameters:
    ///   - day: days since 1970-01-01, in UTC.
    ///   - run: of whoever writes; nobody else writes this file.
    static func moves(day: Int, run: String) -> String { "\(moves)\(day)-\(run).json" }

    /// The day that a file of moves is of; nil where the name tells none.
    static func day(ofMoves name: String) -> Int? {
        name.dropFirst(moves.count).split(separator: "-").first.flatMap { Int($0) }
    }

    static func day(_ moment: Moment) -> Int { Int((moment.seconds / 86_400).rounded(.down)) }

    private static func plain(_ text: String) -> String {
        let plain = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                String(UnicodeScalar(byte))
            default: "%" + String(Int(byte) + 256, radix: 16).dropFirst().uppercased()
            }
        }.joined()
        return plain.utf8.count <= longest ? plain : "%" + SHA256.hex(text)
    }
}
