internal import ArgumentParser
internal import Estate
internal import Operations
internal import Terminal

/// `p2v plan explain FILE SERVER`: why a server is where it is, or stays.
struct PlanExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say why a server is where it is in a plan, or why it was left out.")

    @Argument(help: "The plan file.")
    var file: String

    @Argument(help: "The server.")
    var server: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let plan = try PlanSources.plan(at: file)
        if let planned = plan.servers.first(where: { $0.server == server }) {
            if global.json { return print(try JSONText.encode(planned)) }
            print("\(Sanitised.text(planned.server)) becomes a VM on \(Sanitised.text(planned.host)):")
            for reason in planned.reasons { print("  \(Sanitised.text(reason))") }
            let stop = planned.cutOver.quiesce.joined(separator: "; ")
            print("  cut-over: \(stop.isEmpty ? "nothing is stopped first" : Sanitised.text(stop))")
            print("  proof: \(Sanitised.text(planned.proof.joined(separator: ", ")))")
        } else if let left = plan.leftOut.first(where: { $0.server == server }) {
            if global.json { return print(try JSONText.encode(left)) }
            print("\(Sanitised.text(left.server)) stays: \(Sanitised.text(left.reason))")
        } else {
            let known = plan.servers.map(\.server) + plan.leftOut.map(\.server)
            throw Failure(
                "explain", on: server,
                because: "the plan does not name it" + Nearest.hint(for: server, among: known),
                next: "choose a server of the plan", exit: .refused)
        }
    }
}
