internal import Estate
internal import Foundation
internal import Shell

/// Tells the operator's programs of a run's start, end and failure. Facts go into the environment as `P2V_…`; a hook that
/// fails is reported and changes nothing.
struct BalanceHookRunner {
    private let hooks: BalanceHooks

    init(_ hooks: BalanceHooks) { self.hooks = hooks }

    func call(_ which: KeyPath<BalanceHooks, [[String]]?>, _ facts: [String: String]) async {
        for words in hooks[keyPath: which] ?? [] where !words.isEmpty {
            let settings = facts.sorted { $0.key < $1.key }.map { "P2V_\($0.key.uppercased())=\($0.value)" }
            do {
                let result = try await Shell.run(Command(["/usr/bin/env"] + settings + words))
                if result.status != 0 { complain(words, "exit code \(result.status)") }
            } catch {
                complain(words, "\(error)")
            }
        }
    }

    private func complain(_ words: [String], _ why: String) {
        FileHandle.standardError.write(Data("hook \(words[0]): \(why)\n".utf8))
    }
}
