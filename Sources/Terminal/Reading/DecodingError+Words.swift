internal import Estate

extension DecodingError {
    /// Where in the document, and what is wrong there, in one line.
    var plainWords: String {
        switch self {
        case .keyNotFound(let key, let context): "\(context.prefix)\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(context.words.isEmpty ? "the document" : context.words): \(context.debugDescription)"
                + (context.underlyingError.flatMap { $0 is Flaw ? nil : " (\($0))" } ?? "")
        @unknown default: "\(self)"
        }
    }

    var path: [String] { context?.codingPath.words ?? [] }

    var underlying: (any Error)? { context?.underlyingError }

    private var context: Context? {
        switch self {
        case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context
        @unknown default: nil
        }
    }
}

extension DecodingError.Context {
    /// `hosts.[1].name`.
    fileprivate var words: String {
        codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }

    fileprivate var prefix: String { words.isEmpty ? "" : "\(words)." }
}
