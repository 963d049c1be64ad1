internal import ArgumentParser
internal import Estate

extension P2VCommand {
    /// - Returns: nil where the parser has more to say.
    static func unknownVerb(in arguments: [String]) -> Failure? {
        var (command, path): (any ParsableCommand.Type, String) = (Self.self, "p2v")
        for word in arguments where !word.hasPrefix("-") {
            let verbs = command.configuration.subcommands
            guard !verbs.isEmpty, word != "help" else { return nil }
            guard let next = verbs.first(where: { $0._commandName == word }) else {
                // What follows may be an argument of the verb that goes without saying.
                guard command.configuration.defaultSubcommand == nil else { return nil }
                let because =
                    "\(path) has no such command" + Nearest.hint(for: word, among: verbs.map { $0._commandName })
                return Failure("run", on: "\(path) \(word)", because: because, next: "see \(path) --help")
            }
            (command, path) = (next, "\(path) \(word)")
        }
        return nil
    }
}
