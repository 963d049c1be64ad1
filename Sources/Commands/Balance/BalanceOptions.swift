internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation
internal import Terminal

/// What `rebalance`, `evacuate`, `rolling` and `nightly` share.
struct BalanceOptions: ParsableArguments {
    @Option(
        help: "relieve, balance, spread, consolidate or ganeti (hbal's metric and stop rule; default for ganeti:).",
        transform: { text in
            guard let goal = BalancePolicy.Goal(rawValue: text) else {
                throw ValidationError("relieve, balance, spread, consolidate or ganeti")
            }
            return goal
        })
    var goal: BalancePolicy.Goal?

    @Option(help: "A policy file (YAML, p2v-balance-policy/1): ceiling, budget, rules, hours.")
    var policy: String?

    @Option(help: "Move at most this many VMs.")
    var maxMoves: Int?

    @Flag(help: "Do not insist that the pool can lose a host after every move (N+1).")
    var noSpare = false

    @Option(help: "Seconds to watch the pool's load.")
    var window: Double = 5

    /// The policy file with the command line's changes.
    func policyFile() throws -> BalancePolicyFile {
        var file = BalancePolicyFile()
        if let policy {
            guard let text = try? String(contentsOfFile: policy, encoding: .utf8) else {
                throw Failure(
                    "read the balance policy", on: policy, because: "it cannot be read", next: "name another file")
            }
            file = try YAMLText.decode(BalancePolicyFile.self, from: text, source: policy)
            try file.validate(source: policy)
        }
        if let goal { file.goal = goal }
        if noSpare { file.keepSpare = false }
        if let maxMoves {
            file.budget = BalanceBudget(moves: maxMoves, bytes: file.budget?.bytes, minutes: file.budget?.minutes)
        }
        return file
    }
}
