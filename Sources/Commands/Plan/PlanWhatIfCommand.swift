internal import ArgumentParser
internal import Estate
internal import Planner
internal import Operations
internal import Terminal

/// `p2v plan what-if`: several plans side by side.
struct PlanWhatIfCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if", abstract: "Compare plans: more load, fewer hosts, lost hosts, other percentiles.")

    @Option(help: "The pool with so many hosts: 2,3,4.")
    var hosts: String?

    @Option(help: "Percent by which load and memory grow: 20,50.")
    var growth: String?

    @Option(help: "Hosts that may be lost together: 1,2.")
    var fail: String?

    @Option(help: "Percentiles that demand is taken from: 95,99,100.")
    var percentiles: String?

    @Option(help: "A p2v-catalogue/1 file: which hosts to buy at the least price.")
    var catalogue: String?

    @OptionGroup var input: PlanInput

    func run() async throws {
        var scenarios = try numbers(hosts, "hosts").map { Scenario.hosts(Int($0)) }
        scenarios += try numbers(growth, "growth").map(Scenario.growth)
        scenarios += try numbers(fail, "fail").map { Scenario.fail(Int($0)) }
        scenarios += try numbers(percentiles, "percentiles").map(Scenario.percentile)
        let answer = try await saying(input.patience) {
            try await input.planning.whatIf(input.order, scenarios, catalogue: catalogue)
        }
        if input.global.json {
            print(try JSONText.encode(answer))
        } else {
            print(Self.table(answer.outcomes) + (answer.purchase.map(Self.text) ?? ""), terminator: "")
        }
    }

    private func numbers(_ list: String?, _ name: String) throws -> [Double] {
        try (list ?? "").split(separator: ",").map { part in
            guard let value = Double(part), value.isFinite, (0...1000).contains(value) else {
                throw ValidationError("--\(name): \"\(part)\" is no number from 0 to 1000")
            }
            return value
        }
    }

    private static func table(_ outcomes: [Scenario.Outcome]) -> String {
        var table = Table(["WHAT IF", ">HOSTS", ">AT LEAST", ">MEMORY", ">CPU", ">MORE FIT", ""])
        for outcome in outcomes {
            let number = { (value: Int?, unit: String) in value.map { "\($0)\(unit)" } ?? "-" }
            table.add([
                outcome.scenario, number(outcome.hostsUsed, ""), number(outcome.hostsLowerBound, ""),
                number(outcome.memoryPercent, " %"), number(outcome.corePercent, " %"), number(outcome.moreFit, ""),
                outcome.refused.map { "refused: \($0)" } ?? "",
            ])
        }
        return table.text
    }

    private static func text(_ purchase: Purchase) -> String {
        let hosts = purchase.lines.map { "\($0.count) × \($0.type)" }.joined(separator: ", ")
        return "buy \(hosts): \(purchase.price) \(purchase.currency), \(purchase.rackUnits) rack units; "
            + "nothing from this catalogue can cost less than \(purchase.leastPrice)"
            + purchase.notes.map { "; \($0)" }.joined() + "\n"
    }
}
