internal import ArgumentParser
internal import Estate
internal import Operations
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
        let review = try await PlanReview(of: plan, inventory: inventory, in: global.workspace)
        let findings = review.findings
        if global.json {
            print(try JSONText.encode(review))
        } else if findings.isEmpty {
            print("\(file): \(plan.servers.count) servers, nothing to say against it")
        } else {
            for finding in findings { print("\(file): \(Sanitised.text(finding))") }
        }
        if !findings.isEmpty { throw Exit.Signal(exit: .refused) }
    }
}
