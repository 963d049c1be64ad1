internal import ArgumentParser
internal import Estate
internal import Terminal

// What is wrong with a command line, in the words of every other refusal.
extension P2VCommand {
    static let shape = Result { () throws(Failure) in try CommandShape(dump: _dumpHelp()) }

    /// - Parameter error: the parser's.
    static func misunderstood(_ error: any Error, in arguments: [String]) -> Failure {
        let words = (try? shape.get().command(for: arguments).path) ?? ["p2v"]
        let command = words.joined(separator: " ")
        let help = fullMessage(for: error).split(whereSeparator: \.isNewline).first { $0.hasPrefix("Help:") }
        let told = message(for: error) + (help.map { "; " + $0.dropFirst(5).drop { $0 == " " } } ?? "")
        let because = (try? shape.get().slip(in: arguments)) ?? told
        return Failure("run \(command)", on: "", because: because, next: "see \(command) --help", exit: .misunderstood)
    }

    /// `p2v plan --help` tells of the commands below, and what the usual one of them takes.
    static func helpOfUsual(for arguments: [String]) -> String? {
        let words = arguments.filter { !["help", "--help", "-h"].contains($0) }
        guard words.count == 1, arguments.count == 2,
            let verb = configuration.subcommands.first(where: { $0._commandName == words[0] }),
            let usual = verb.configuration.defaultSubcommand
        else { return nil }
        return helpMessage(for: verb) + "\n\n" + helpMessage(for: usual)
    }
}
