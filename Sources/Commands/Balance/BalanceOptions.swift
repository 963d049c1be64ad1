internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Foundation
internal import Operations

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

    @Option(name: [.customLong("watch-seconds"), .customLong("window")], help: "Seconds to watch the pool's load.")
    var window: Double = 5

    func validate() throws {
        try check(.init("--max-moves", maxMoves, 0...1_000_000), .init("--watch-seconds", window, 0.1...3600))
    }

    func policyFile() throws -> BalancePolicyFile {
        var file = try policy.map { try BalancePolicyFile(reading: $0) } ?? BalancePolicyFile()
        if let goal { file.goal = goal }
        if noSpare { file.keepSpare = false }
        if let maxMoves {
            file.budget = BalanceBudget(moves: maxMoves, bytes: file.budget?.bytes, minutes: file.budget?.minutes)
        }
        return file
    }

    /// What these options and the policy file say.
    func terms() throws -> BalanceTerms { BalanceTerms(policy: try policyFile(), window: window) }
}
