internal import Estate

/// Programs (an argument list, never a shell line) or web addresses (one word) told of a run's start, end and failure.
struct BalanceHooks: Codable, Sendable, Hashable {
    var start: [[String]]?
    var end: [[String]]?
    var failure: [[String]]?

    /// A hook that is one word and begins like a web address is one.
    static func isWebAddress(_ words: [String]) -> Bool {
        words.count == 1 && (words[0].hasPrefix("https://") || words[0].hasPrefix("http://"))
    }

    func validate(_ refused: (String) -> Failure) throws {
        for words in [start, end, failure].flatMap({ $0 ?? [] }) {
            guard let program = words.first, !program.isEmpty else { throw refused("a hook is empty") }
            let isClean = program.unicodeScalars.allSatisfy {
                $0.value > 32 && $0.value < 127 && $0 != "\"" && $0 != "\\"
            }
            guard !Self.isWebAddress(words) || isClean else {
                throw refused("a hook's web address has blanks, quotes or characters that must be escaped with %")
            }
        }
    }
}
