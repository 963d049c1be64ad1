internal import Estate
internal import Foundation
internal import Shell
internal import Terminal

/// Tells the operator's programs and web addresses of a run's start, end and failure. Facts go into a program's
/// environment as `P2V_…`, and to a web address as JSON by POST; a hook that fails, or that does not end within its
/// limit and is ended, is reported and changes nothing.
package struct BalanceHookRunner: Sendable {
    private let hooks: BalanceHooks
    private let complain: @Sendable (String) -> Void
    var grace: Duration = .seconds(5)

    /// - Parameter complain: told of each hook that failed, in one line.
    package init(_ hooks: BalanceHooks, complain: @escaping @Sendable (String) -> Void) {
        self.hooks = hooks
        self.complain = complain
    }

    /// - Parameter event: `start`, `end`, `failure`.
    /// - Returns: what went wrong, a line a hook.
    @discardableResult
    package func call(_ event: Event, _ facts: [String: String]) async -> [String] {
        // Ctrl-C ends the run, and its hooks must still be told.
        await Task { await tell(event, facts) }.value
    }

    /// The run's `end` or `failure`.
    @discardableResult
    package func end(_ purpose: String, moved: Int, stopped: String?) async -> [String] {
        await call(
            stopped == nil ? .end : .failure,
            ["purpose": purpose, "moved": "\(moved)", "stopped": stopped ?? ""])
    }

    private func tell(_ event: Event, _ facts: [String: String]) async -> [String] {
        var failures: [String] = []
        for words in event.commands(of: hooks) where !words.isEmpty {
            guard let reason = await failure(of: words, event, facts) else { continue }
            let line = "hook \(Self.name(words)): \(reason)"
            complain(line)
            failures.append(line)
        }
        return failures
    }

    private func failure(of words: [String], _ event: Event, _ facts: [String: String]) async -> String? {
        do {
            let command = try BalanceHooks.isWebAddress(words) ? post(event, facts, to: words[0]) : run(words, facts)
            let result = try await TimedProgram(limit: hooks.limit, grace: grace).run(command)
            return result.status == 0 ? nil : "exit code \(result.status) \(result.standardError.suffix(1000))"
        } catch let failure as Failure {
            return failure.because
        } catch {
            return "\(error)"
        }
    }

    /// Only the host of a web address: the rest may be a secret.
    private static func name(_ words: [String]) -> String {
        guard BalanceHooks.isWebAddress(words) else { return words[0] }
        return words[0].split(separator: "/").dropFirst().first.map(String.init) ?? "the web address"
    }

    package enum Event: String, Sendable {
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
            [
                "curl", "--disable", "--silent", "--show-error", "--fail", "--max-time",
                "\(Int(hooks.limit / .seconds(1)))", "--config", "-",
            ],
            input: Array(settings.utf8))
    }
}
