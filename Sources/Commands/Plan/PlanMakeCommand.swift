internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Planner
internal import Store
internal import Terminal

/// `p2v plan [SERVER…]`: makes a plan from what was scanned.
struct PlanMakeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make", abstract: "Make a plan for the named servers, or for all that were scanned.")

    @Argument(help: "Servers, as they were scanned; all when none is named.")
    var servers: [String] = []

    @Option(name: [.short, .long], help: "Where to write the plan: Plans/office.yaml; standard output when absent.")
    var output: String?

    @Option(
        help: "A proof that the VM serves, such as dns:10.77.0.53/www.lab.test; SERVER=PROBE names whose it is.")
    var proof: [String] = []

    @Option(help: "A YAML file with rules: apart, together, pinned, banned, atMost, licences, needs, leaveOut, ….")
    var rules: String?

    @Option(help: "Solve a packing problem in p2v-instance/1 instead of planning servers.")
    var instance: String?

    @Option(help: "Seconds after which the best plan so far is taken.")
    var timeLimit = 10.0

    @Option(help: "The same seed makes the same plan.")
    var seed: UInt64 = 1

    @OptionGroup var policy: PolicyOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        guard timeLimit.isFinite, timeLimit > 0 else { throw ValidationError("the time limit is above 0 seconds") }
    }

    func run() async throws {
        if let instance {
            return try await InstanceRun.run(instance, timeLimit: timeLimit, seed: seed, json: global.json)
        }
        let request = try await PlanSources.request(
            servers, global, policy: policy.policy, rules: rules, proofs: proof)
        let plan = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: timeLimit, seed: seed))
        try report(plan)
    }

    private func report(_ plan: Plan) throws {
        let yaml = try YAMLText.encode(plan)
        if let output {
            try PlanSources.write(yaml, to: output)
        }
        if global.json {
            print(try JSONText.encode(plan))
        } else if let output {
            print(PlanText.summary(of: plan), terminator: "")
            print("written to \(output)")
        } else {
            print(yaml, terminator: "")
        }
    }
}
