internal import ArgumentParser
internal import Balancer
internal import Estate
internal import Operations
internal import Pool

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
        let session = try BalanceSession(global, balance, acts: apply)
        try await session.underLease("rebalance") {
            if let plan {
                try await applySaved(plan, session)
            } else {
                try await planAfresh(session)
            }
        }
    }

    private func planAfresh(_ session: BalanceSession) async throws {
        let observed = try await session.observe(settling: apply)
        if let saveState { try BalanceDesk.save(observed, to: saveState) }
        let clock = ContinuousClock()
        let start = clock.now
        let (plan, state) = try await session.plan(observed) {
            try BalanceDesk.checkedPlan($0, session.policy(), power: session.file.power)
        }
        if let output { try BalanceDesk.save(plan, of: observed, to: output) }
        if !global.json || !apply { try session.show(plan, seconds: (clock.now - start) / .seconds(1)) }
        guard !plan.moves.isEmpty else {
            try session.proveSight(of: observed)
            // "Nothing to move" is no answer of one who does not know which hosts may be used.
            if state.gaps.contains(where: { $0.hasPrefix(PoolObserver.marksUnknown) }) {
                throw Exit.Signal(exit: .unproved)
            }
            return
        }
        guard apply else { throw Exit.Signal(exit: .changesPending) }
        let report = try await session.perform(plan, state, run: BalanceSession.run, purpose: "rebalance")
        try session.conclude(report)
        try session.proveSight(of: observed)
    }

    private func applySaved(_ path: String, _ session: BalanceSession) async throws {
        let saved = try BalanceDesk.load(path)
        let state = try await session.observe(settling: true)
        let differences = saved.basis?.differences(from: state) ?? ["the file does not say what it was made from"]
        if !differences.isEmpty {
            guard replan else {
                throw Failure(
                    "apply the plan", on: path, because: "the pool has changed: " + differences.joined(separator: "; "),
                    next: "make a new plan, or add --replan", exit: .refused)
            }
            try await planAfresh(session)
            return
        }
        var preflight = MovePreflight(session.migration, session.pool.features)
        try await preflight.check(saved)
        let report = try await session.perform(saved, state, run: BalanceSession.run, purpose: "rebalance")
        try session.conclude(report)
    }
}
