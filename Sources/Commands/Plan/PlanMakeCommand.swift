internal import ArgumentParser
internal import Estate
internal import Planner
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

    @OptionGroup var schedule: ScheduleOptions
    @OptionGroup var savings: SavingsOptions
    @OptionGroup var input: PlanInput

    func run() async throws {
        if let instance {
            return try await InstanceRun.run(
                instance, timeLimit: input.timeLimit, seed: input.seed, json: input.global.json)
        }
        let request = try await input.request()
        var plan = try await PlanMaker.plan(request, solver: input.solver)
        if let policy = try schedule.policy() { plan.waves = try Schedule.waves(of: plan, policy: policy) }
        try schedule.writeCalendar(of: plan)
        let saved = Savings(plan: plan, basis: savings.basis)
        if let report {
            try PlanSources.write(PlanReport(plan: plan, request: request, savings: saved).html(), to: report)
        }
        try show(plan, saved)
    }

    private func show(_ plan: Plan, _ saved: Savings) throws {
        let yaml = try YAMLText.encode(plan)
        if let output { try PlanSources.write(yaml, to: output) }
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
