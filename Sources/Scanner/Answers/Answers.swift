internal import Estate

/// Everything that one session brought home.
struct Answers: Sendable {
    /// `root`, `sudo` or `user`; nil when the script never started.
    var rights: String?
    /// Why sudo was refused, where it was.
    var refusal: String = ""
    /// `uname -s`.
    var kernel: String?
    /// Node name, release and machine, as uname printed them.
    var uname: [String] = []
    var sections: [String: Answer] = [:]
    /// Lines of the files that the script read, each with its file's name.
    var fileLines: [FileLines.Line] = []
    /// The script ran to its end.
    var isComplete = false
    /// Why answers are missing, where the session ended early.
    var cutShort = "the connection ended before this was asked"

    subscript(_ name: String) -> Answer? { sections[name] }

    /// Reads one probe's answer.
    func read<Value>(_ name: String, _ parse: (String) -> Value?) -> Observed<Value> {
        guard let answer = sections[name] else {
            return .unknown(because: isComplete ? "this was not asked" : cutShort)
        }
        return answer.read(parse)
    }

    /// One line of text; nil for an empty one.
    func line(_ name: String) -> Observed<String> {
        read(name) { text in Lines.of(text).first.map { $0.trimmed }.flatMap { $0.isEmpty ? nil : $0 } }
    }

    /// The text of an answer whose absence means nothing to say.
    func text(_ name: String) -> String { sections[name]?.text ?? "" }
}

extension Observed {
    /// The first source that knows; the reasons of all where none does.
    func or(_ other: @autoclosure () -> Observed) -> Observed {
        guard case .unknown(let first) = self else { return self }
        let next = other()
        guard case .unknown(let second) = next else { return next }
        return .unknown(because: first == second ? first : "\(first); \(second)")
    }

    func map<Other>(_ transform: (Value) -> Other) -> Observed<Other> {
        switch self {
        case .known(let value): .known(transform(value))
        case .unknown(let reason): .unknown(because: reason)
        }
    }

    func flatMap<Other>(_ transform: (Value) -> Observed<Other>) -> Observed<Other> {
        switch self {
        case .known(let value): transform(value)
        case .unknown(let reason): .unknown(because: reason)
        }
    }

    /// The value where there is one; an unknown with this reason where there is none.
    static func from(_ value: Value?, else reason: String) -> Observed {
        value.map { .known($0) } ?? .unknown(because: reason)
    }
}
