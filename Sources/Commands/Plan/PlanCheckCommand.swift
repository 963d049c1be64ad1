internal import ArgumentParser
internal import Checker
internal import Estate
internal import Store
internal import Terminal

/// `p2v plan check FILE`: what a plan breaks, and what differs from reality.
struct PlanCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a plan, with a checker that shares no code with the planner.")

    @Argument(help: "The plan file.")
    var file: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let plan = try PlanSources.plan(at: file)
        let store = try global.openStore()
        let profiles = try await store.profiles()
        let hosts = try await PlanSources.hosts(of: try global.poolConfiguration())
        let demands = try await PlanSources.demands(of: plan, in: store)
        var findings = PlanCheck.findings(plan: plan, hosts: hosts, demands: demands)
        findings += PlanCheck.stale(plan: plan, profiles: profiles, hosts: hosts).filter { !findings.contains($0) }
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
