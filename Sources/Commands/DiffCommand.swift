internal import ArgumentParser
internal import Estate
internal import Planner
internal import Pool
internal import Terminal

/// `p2v diff A B`, `p2v diff PLAN`: what changed between two plans, or between a plan and the pool.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two plans, or a plan with the machines that run. Exit code 2: they differ.")

    @Argument(help: "The plan.")
    var first: String

    @Argument(help: "The plan to compare with; the pool when absent.")
    var second: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let plan = try PlanSources.plan(at: first)
        let lines: [String]
        if let second {
            lines = PlanDifference.lines(from: plan, to: try PlanSources.plan(at: second))
        } else {
            let machines = try await global.openPool().machines()
            lines = PlanDifference.lines(from: plan, toReality: machines)
        }
        if global.json {
            print(try JSONText.encode(PlanChanges(changes: lines)))
        } else {
            for line in lines { print(Sanitised.text(line)) }
        }
        if !lines.isEmpty { throw Exit.Signal(exit: .changesPending) }
    }
}

/// Differences as JSON.
struct PlanChanges: Encodable {
    var format = "p2v-plan-diff/1"
    var changes: [String]
}
