internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Operations

/// A saved state instead of the pool: nothing is asked, and nothing is touched.
struct SavedStateOption: ParsableArguments {
    @Option(help: "Plan on a saved state (p2v-cluster/1) instead of the pool; ganeti:FILE reads Ganeti's text format.")
    var simulate: String?

    /// - Returns: whether a state was named; then the plan is shown.
    func rehearse(
        _ wish: Rehearsal.Wish, _ balance: BalanceOptions, _ global: GlobalOptions, output: String? = nil
    ) throws -> Bool {
        guard let simulate else { return false }
        let planned = try Rehearsal(policy: try balance.policyFile()).run(simulate, wish, output: output)
        print(try BalanceText.text(planned.plan, seconds: planned.seconds, json: global.json), terminator: "")
        if planned.plan.hasWork { throw Exit.Signal(exit: .changesPending) }
        return true
    }
}
