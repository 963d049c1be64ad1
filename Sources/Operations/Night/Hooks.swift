package import Estate

/// Programs (an argument list, never a shell line) or web addresses (one word) told of a run's start, end and failure.
package struct BalanceHooks: Codable, Sendable, Hashable {
    package var start: [[String]]?
    package var end: [[String]]?
    package var failure: [[String]]?
    /// How long one hook may take; it is ended then, with all that it started.
    package var limitSeconds: Double?

    /// Where the policy says nothing.
    package static let usualLimit = 30.0

    package init(
        start: [[String]]? = nil, end: [[String]]? = nil, failure: [[String]]? = nil, limitSeconds: Double? = nil
    ) {
        self.start = start
        self.end = end
        self.failure = failure
        self.limitSeconds = limitSeconds
    }

    var limit: Duration { .seconds(limitSeconds ?? Self.usualLimit) }

    /// A hook that is one word and begins like a web address is one.
    static func isWebAddress(_ words: [String]) -> Bool {
        words.count == 1 && (words[0].hasPrefix("https://") || words[0].hasPrefix("http://"))
    }

    package func validate(_ refused: (String) -> Failure) throws {
        if let limitSeconds, !(1...3600).contains(limitSeconds) {
            throw refused("a hook's limitSeconds is \(limitSeconds), not 1 to 3600")
        }
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
