internal import ArgumentParser
internal import Estate
internal import Planner
internal import Operations
internal import Terminal

/// `p2v plan [SERVER…]`: makes a plan from what was scanned.
struct PlanMakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make a plan for the named servers, or for all that were scanned.")

    @Option(name: [.short, .long], help: "Where to write the plan: Plans/office.yaml; standard output when absent.")
    var output: String?

    @Option(help: "Solve a packing problem in p2v-instance/1 instead of planning servers.")
    var instance: String?

    @Option(help: "Also write an HTML report to this file.")
    var report: String?

    @Option(
        help: "An earlier plan: its servers stay on their hosts and SRs as far as they can; each move has a reason.")
    var keep: String?

    @OptionGroup var schedule: ScheduleOptions
    @OptionGroup var savings: SavingsOptions
    @OptionGroup var input: PlanInput

    func run() async throws {
        if let instance {
            let packing = try await InstancePacking.solve(instance, timeLimit: input.timeLimit, seed: input.seed)
            return print(
                input.global.json ? try JSONText.encode(packing) + "\n" : PackingText.summary(packing), terminator: "")
        }
        var order = input.order
        order.keep = keep
        let waves = try schedule.policy()
        let made = try await saying(input.patience) {
            try await input.planning.plan(order, schedule: waves, savings: savings.basis)
        }
        if let file = schedule.calendar { try TextFile.write(made.calendar, to: file) }
        if let report { try TextFile.write(made.page, to: report) }
        try show(made.plan, made.savings)
    }

    private func show(_ plan: Plan, _ saved: Savings) throws {
        let yaml = try YAMLText.encode(plan)
        if let output { try TextFile.write(yaml, to: output) }
        if input.global.json {
            print(try JSONText.encode(plan))
        } else if let output {
            print(PlanText.summary(of: plan) + PlanText.savings(saved), terminator: "")
            print("written to \(output)")
        } else {
            print(yaml, terminator: "")
        }
    }
}
