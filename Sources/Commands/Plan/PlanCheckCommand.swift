internal import ArgumentParser
internal import Checker
internal import Estate
internal import Terminal

/// `p2v plan check FILE`: what a plan breaks, and what differs from reality.
struct PlanCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a plan, with a checker that shares no code with the planner.")

    @Argument(help: "The plan file.")
    var file: String

    @Option(help: "Check against the p2v-inventory/1 file that the plan was made from, instead of scans and the pool.")
    var inventory: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let plan = try PlanSources.plan(at: file)
        let facts =
            if let inventory { try PlanFacts(inventory: inventory, plan) } else { try await PlanFacts(global, plan) }
        var findings = PlanCheck.findings(
            plan: plan, hosts: facts.hosts, demands: facts.demands, storage: facts.storage)
        findings += PlanCheck.stale(plan: plan, profiles: facts.profiles, hosts: facts.hosts)
            .filter { !findings.contains($0) }
        if global.json {
            print(try JSONText.encode(PlanFindings(findings: findings)))
        } else if findings.isEmpty {
            print("\(file): \(plan.servers.count) servers, nothing to say against it")
        } else {
            for finding in findings { print("\(file): \(Sanitised.text(finding))") }
        }
        if !findings.isEmpty { throw Exit.Signal(exit: .refused) }
    }
}

/// The findings of a check, as JSON.
struct PlanFindings: Encodable {
    var format = "p2v-plan-check/1"
    var findings: [String]
}
