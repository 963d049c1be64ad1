internal import Yams

extension YamlError {
    /// What is wrong, and where, in one line.
    var plainWords: String {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            "\(mark.words): \(problem)" + (context.map { " \($0.text.trimmedBlanks)" } ?? "")
        case .duplicatedKeysInMapping(let keys, let context):
            "\(keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")) stands twice, first in "
                + context.mark.words
        case .reader(let problem, let offset, _, _):
            problem + (offset.map { " at character \($0 + 1)" } ?? "")
        default: "\(self)"
        }
    }
}

extension String {
    fileprivate var trimmedBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
