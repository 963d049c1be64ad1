package import Estate
internal import Foundation

/// What a command line may say, as ArgumentParser's `--experimental-dump-help` tells it: to name what was meant by an option
/// that is none, before anything else is complained of.
package struct CommandShape: Decodable, Sendable {
    package struct Argument: Decodable, Sendable {
        struct Name: Decodable, Sendable {
            var kind: String
            var name: String
        }

        var kind: String
        var names: [Name]?
        var parsingStrategy: String?
    }

    private struct Dump: Decodable {
        var command: CommandShape
    }

    var commandName: String
    var defaultSubcommand: String?
    var subcommands: [CommandShape]?
    var arguments: [Argument]?

    /// - Throws: ``Failure`` for a text that is no such dump.
    package init(dump: String) throws(Failure) {
        do { self = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command } catch {
            throw Failure("read the help", on: "p2v", because: "\(error)", next: "report this to p2v")
        }
    }

    /// The command that these words lead to, with the path to it: `["p2v", "plan"]`. A default command has no word.
    package func command(for words: [String]) -> (shape: CommandShape, path: [String]) {
        var (shape, path) = (self, [commandName])
        for word in words where !word.hasPrefix("-") {
            guard let next = shape.subcommands?.first(where: { $0.commandName == word }) else { break }
            (shape, path) = (next, path + [word])
        }
        if let usual = shape.subcommands?.first(where: { $0.commandName == shape.defaultSubcommand }) { shape = usual }
        return (shape, path)
    }

    /// For a first word that nobody knows, where a command may have been meant: `p2v plan chek` asks for the server "chek".
    package func meant(_ word: String, in words: [String]) -> String? {
        guard words.count > 1, words[1] == word, let verb = subcommands?.first(where: { $0.commandName == words[0] })
        else { return nil }
        let near = Nearest.name(to: word, among: (verb.subcommands ?? []).map(\.commandName))
        return near.map { "or did you mean \(commandName) \(words[0]) \($0)?" }
    }

    /// What is wrong with the words, as far as names tell; nil where nothing is.
    package func slip(in words: [String]) -> String? { unknownVerb(in: words) ?? unknownOption(in: words) }

    private func unknownVerb(in words: [String]) -> String? {
        var (shape, path) = (self, commandName)
        for word in words where !word.hasPrefix("-") {
            guard let verbs = shape.subcommands, !verbs.isEmpty else { return nil }
            guard let next = verbs.first(where: { $0.commandName == word }) else {
                let usual = verbs.first { $0.commandName == shape.defaultSubcommand }
                // It may be an argument of the usual command.
                guard usual?.arguments?.contains(where: { $0.kind == "positional" }) != true else { return nil }
                return "\(path) has no command \(word)" + Nearest.hint(for: word, among: verbs.map(\.commandName))
            }
            (shape, path) = (next, "\(path) \(word)")
        }
        return nil
    }

    private func unknownOption(in words: [String]) -> String? {
        let command = command(for: words).shape
        let arguments = command.arguments ?? []
        // What follows belongs to another program.
        guard !arguments.contains(where: { $0.parsingStrategy == "allRemainingInput" }) else { return nil }
        let long = arguments.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map { "--" + $0.name }
        for (index, word) in words.enumerated() {
            if word == "--" { return nil }
            guard word.hasPrefix("--") else { continue }
            let name = String(word.prefix { $0 != "=" })
            guard long.contains(name) else {
                return "there is no option \(name)" + Nearest.hint(for: name, among: long)
            }
            let takesValue = arguments.contains { argument in
                argument.kind == "option" && argument.names?.contains { "--" + $0.name == name } == true
            }
            if takesValue, name == word, let next = words.dropFirst(index + 1).first, Double(next) ?? 0 < 0 {
                return "\(name) takes a value that begins with a dash only as \(name)=\(next)"
            }
        }
        return nil
    }
}
