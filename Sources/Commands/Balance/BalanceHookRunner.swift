internal import Estate
internal import Foundation
internal import Shell
internal import Terminal

/// Tells the operator's programs and web addresses of a run's start, end and failure. Facts go into a program's
/// environment as `P2V_…`, and to a web address as JSON by POST; a hook that fails is reported and changes nothing.
struct BalanceHookRunner {
    private let hooks: BalanceHooks

    init(_ hooks: BalanceHooks) { self.hooks = hooks }

    /// - Parameter event: `start`, `end`, `failure`.
    func call(_ event: Event, _ facts: [String: String]) async {
        // Ctrl-C ends the run, and its hooks must still be told.
        await Task { await tell(event, facts) }.value
    }

    /// The run's `end` or `failure`.
    func end(_ purpose: String, moved: Int, stopped: String?) async {
        await call(
            stopped == nil ? .end : .failure,
            ["purpose": purpose, "moved": "\(moved)", "stopped": stopped ?? ""])
    }

    private func tell(_ event: Event, _ facts: [String: String]) async {
        for words in event.commands(of: hooks) where !words.isEmpty {
            do {
                let command =
                    try BalanceHooks.isWebAddress(words) ? post(event, facts, to: words[0]) : run(words, facts)
                let result = try await Shell.run(command)
                if result.status != 0 { complain(words, "exit code \(result.status) \(result.standardError)") }
            } catch {
                complain(words, "\(error)")
            }
        }
    }

    enum Event: String {
        case start, end, failure

        func commands(of hooks: BalanceHooks) -> [[String]] {
            switch self {
            case .start: hooks.start ?? []
            case .end: hooks.end ?? []
            case .failure: hooks.failure ?? []
            }
        }
    }

    private func run(_ words: [String], _ facts: [String: String]) -> Command {
        let settings = facts.sorted { $0.key < $1.key }.map { "P2V_\($0.key.uppercased())=\($0.value)" }
        return Command(["/usr/bin/env"] + settings + words)
    }

    private struct Message: Encodable {
        var format = "p2v-hook/1"
        var event: String
        var facts: [String: String]
    }

    /// The address may hold a secret, so curl reads it from its standard input and not from the command line.
    private func post(_ event: Event, _ facts: [String: String], to address: String) throws -> Command {
        let message = try JSONText.line(Message(event: event.rawValue, facts: facts))
        let quoted = message.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        let settings = """
            url = "\(address)"
            header = "Content-Type: application/json"
            data-binary = "\(quoted)"
            """
        return Command(
            ["curl", "--disable", "--silent", "--show-error", "--fail", "--max-time", "15", "--config", "-"],
            input: Array(settings.utf8))
    }

    private func complain(_ words: [String], _ why: String) {
        // Only the host of a web address: the rest may be a secret.
        let name =
            BalanceHooks.isWebAddress(words) ? words[0].split(separator: "/").dropFirst().first.map(String.init) : nil
        FileHandle.standardError.write(Data("hook \(name ?? words[0]): \(Sanitised.text(why))\n".utf8))
    }
}
