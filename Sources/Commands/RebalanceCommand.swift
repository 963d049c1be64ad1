internal import ArgumentParser
internal import Balancer
internal import Estate

/// `p2v rebalance`: what would move, and why; with `--apply`, moves it.
struct RebalanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebalance",
        abstract: "Even out the pool's load with few, safe live migrations.",
        discussion: """
            Without --apply nothing is changed; the exit code is 2 when moves are pending. Every plan is proved by an \
            independent checker: at each moment all VMs fit, all rules hold, and a host loss that the pool survives \
            now it survives after every single move (N+1).
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var balance: BalanceOptions

    @Flag(help: "Perform the moves.")
    var apply = false

    @Option(help: "Plan on a saved state (p2v-cluster/1) instead of the pool; ganeti:FILE reads Ganeti's text format.")
    var simulate: String?

    @Option(name: [.short, .long], help: "Write the plan to a file, for review.")
    var output: String?

    @Option(help: "Apply a plan written with --output. Refused when the pool has changed since.")
    var plan: String?

    @Flag(help: "With --plan: make a new plan where the pool has changed.")
    var replan = false

    @Option(help: "Write the pool's state as p2v-cluster/1, for --simulate.")
    var saveState: String?

    func validate() throws {
        if simulate != nil, apply { throw ValidationError("--simulate has no hosts to --apply moves to.") }
        if plan != nil, !apply { throw ValidationError("--plan needs --apply; to make a plan use --output.") }
        if replan, plan == nil { throw ValidationError("--replan needs --plan.") }
    }

    func run() async throws {
        if let simulate {
            try BalanceRehearsal(options: balance, json: global.json, output: output).run(simulate)
            return
        }
        throw ValidationError("give --simulate FILE.")
    }
}
