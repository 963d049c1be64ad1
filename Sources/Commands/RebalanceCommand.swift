internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Operations

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
    @OptionGroup var saved: SavedStateOption
    @OptionGroup var priced: PricedStateOption

    @Flag(help: "Perform the moves.")
    var apply = false

    @Flag(help: .init("What goes without --apply.", visibility: .hidden))
    var dryRun = false

    @Option(name: [.short, .long], help: "Write the plan to a file, for review.")
    var output: String?

    @Option(help: "Apply a plan written with --output. Refused when the pool has changed since.")
    var plan: String?

    @Flag(help: "With --plan: make a new plan where the pool has changed.")
    var replan = false

    @Option(help: "Write the pool's state as p2v-cluster/1, for --simulate.")
    var saveState: String?

    func validate() throws {
        if dryRun, apply { throw ValidationError("--dry-run and --apply exclude each other.") }
        if saved.simulate != nil, apply { throw ValidationError("--simulate has no hosts to --apply moves to.") }
        if plan != nil, !apply { throw ValidationError("--plan needs --apply; to make a plan use --output.") }
        if replan, plan == nil { throw ValidationError("--replan needs --plan.") }
    }

    func run() async throws {
        if try await priced.rehearse(saved.simulate, balance, global, output: output) { return }
        if try saved.rehearse(.balance, balance, global, output: output) { return }
        var request = Rebalance.Request(try balance.terms())
        request.apply = apply
        request.output = output
        request.plan = plan
        request.replan = replan
        request.saveState = saveState
        try await Self.run(request, global)
    }

    /// Moves what the request says; without `apply` it only looks.
    static func run(_ request: Rebalance.Request, _ global: GlobalOptions) async throws {
        let printer = BalancePrinter(json: global.json, showsPlans: !global.json || !request.apply)
        let done = try await Rebalance(request, in: global.workspace) { printer.take($0) }.run()
        if let report = done.report { try printer.conclude(report) }
        if done.report == nil, done.plan.hasWork { throw Exit.Signal(exit: .changesPending) }
        if let blindness = done.blindness { throw blindness }
    }
}
