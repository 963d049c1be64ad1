internal import Estate
internal import SourceControl

extension Conversion {
    /// Powers the source off for good, so that two servers with one address never run. Off is proved, or stated by the
    /// operator; the lack of an answer is neither.
    var switchSourceOff: Step {
        let keep = leavesSourceOn
        return Step(
            id: "switchSourceOff", title: keep ? "Leaving the source on, as asked" : "Powering the source off",
            run: { [self] facts in
                if keep {
                    return StepNote(
                        "the source still runs: keep its network apart from the VM's",
                        facts: .with { $0.power = .leftOn })
                }
                if let statement = facts.statement, await source.waysThatAnswer().isEmpty {
                    return StepNote(
                        "off, as \(statement.who) says; it is silent", facts: .with { $0.power = .statedOff })
                }
                // Between the order and its proof nobody may turn round: a server that goes down starts no service.
                return try await Task { try await powerOff(facts) }.value
            })
    }

    private func powerOff(_ facts: RunFacts) async throws -> StepNote {
        let stopped = try known(facts.stopped)
        try await source.orderPowerOff(
            expecting: StoppedSource(bootID: stopped.bootID, units: Set(stopped.units)))
        let ways = Set(facts.source?.ways ?? [])
        switch try await goneDown(ways) {
        case .off(let because):
            return StepNote(
                "off: \(because); its disks are as they were copied", facts: .with { $0.power = .provedOff })
        case .on(let because):
            throw notOff("it took the order and is still on: \(because)", "power it off by hand, then --resume")
        case .unknown(let because):
            throw notOff(
                "it took the order, and nothing proves that it is off: \(because)",
                "look at the server itself; if it is off, say --resume --source-is-off")
        }
    }

    /// A server that goes down still answers for a while.
    private func goneDown(_ ways: Set<String>) async throws -> Presence {
        let end = tools.seconds() + Self.offPatience
        while true {
            let seen = try await source.presence(over: ways, within: max(1, end - tools.seconds()))
            guard case .on = seen, tools.seconds() < end else { return seen }
            try await tools.sleep(2)
        }
    }

    /// Seconds until a server that was told to power off must be silent, and the silence long enough.
    private static let offPatience = 120.0

    private func notOff(_ because: String, _ next: String) -> Failure {
        failure(
            "power the server off", because, next + "; two servers with one address must never run", exit: .unproved)
    }
}
