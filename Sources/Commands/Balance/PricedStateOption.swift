internal import ArgumentParser
internal import Estate
internal import Operations
internal import Reassignment
internal import Terminal

/// Saved states where every placement has a price.
struct PricedStateOption: ParsableArguments {
    @Option(help: "Seconds to look for the cheapest placement of a p2v-cluster/2 or roadef:MODEL,ASSIGNMENT.")
    var timeLimit: Double = 10

    func validate() throws { try check(.init("--time-limit", timeLimit, 0.1...86_400)) }

    /// - Returns: whether such a state was named; then the plan is shown.
    func rehearse(
        _ name: String?, _ balance: BalanceOptions, _ global: GlobalOptions, output: String?
    ) async throws -> Bool {
        guard let name, let rehearsal = try PricedRehearsal(name) else { return false }
        if balance.goal != nil || balance.policy != nil || balance.maxMoves != nil || balance.noSpare {
            throw ValidationError(
                "The prices in \(name) say what is wanted: no --goal, --policy, --max-moves, --no-spare.")
        }
        let plan = try await rehearsal.plan(seconds: timeLimit, output: output)
        print(global.json ? try JSONText.encode(plan) : plan.text)
        if !plan.moves.isEmpty { throw Exit.Signal(exit: .changesPending) }
        return true
    }
}
