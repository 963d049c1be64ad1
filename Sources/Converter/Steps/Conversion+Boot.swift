internal import Estate
internal import Pool
internal import SourceControl

extension Conversion {
    var boot: Step {
        Step(
            id: "boot", title: "Starting the VM",
            plans: { facts in .with { $0.answeredBefore = facts.answeredBefore } },
            run: { [self] facts in
                let machine = try known(facts.machine)
                let found = try await OwnMachine(machine, pool).states()
                if let running = found.first(where: { $0.state == .running }) {
                    return StepNote("it runs already on \(running.host)")
                }
                guard found.contains(where: { $0.host == machine.host && $0.isOff }), found.count == 1
                else { throw notStartable(found) }
                // Side by side: the service is away meanwhile.
                async let silence: Void = checkSilence(facts)
                async let answers = answersNow()
                let (_, answered) = try await (silence, answers)
                try await pool.start(machine.name, on: machine.host)
                return StepNote("on \(machine.host)", facts: .with { $0.answeredBefore = answered })
            },
            // A VM that gave no proof must be off before the service starts again on the source.
            release: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() },
            guardsEarlier: true,
            undo: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() })
    }

    /// Somebody may have switched the source on again, also while nobody looked.
    private func checkSilence(_ facts: RunFacts) async throws {
        guard facts.power?.isOff == true else { return }
        let ways = await source.waysThatAnswer(tries: 1)
        guard ways.isEmpty else {
            throw failure(
                "start the VM", "something answers at the source's address (\(ways.sorted().joined(separator: ", ")))",
                "power the source off, or take the other machine off this address, then --resume", exit: .refused)
        }
    }

    /// Which proofs somebody gives although the VM is not running: they will prove nothing.
    /// A proof that cannot be asked now counts as answered: nobody knows.
    private func answersNow() async throws -> [String] {
        try await withThrowingTaskGroup(of: (String, Bool).self) { group in
            for proof in server.proof { group.addTask { (proof, try await isAnswered(proof)) } }
            let answered = try await group.reduce(into: Set<String>()) { if $1.1 { $0.insert($1.0) } }
            return server.proof.filter(answered.contains)
        }
    }

    private func isAnswered(_ proof: String) async throws -> Bool {
        do { _ = try await tools.answer(proof, Self.glance) } catch let failure as Failure {
            return failure.exit != .unproved
        }
        return true
    }

    /// Seconds in which a service that works has answered.
    private static let glance = 1.5

    private func notStartable(_ found: [Machine]) -> Failure {
        let seen = found.map { "\($0.state.rawValue) on \($0.host)" }.joined(separator: ", ")
        return failure(
            "start the VM", seen.isEmpty ? "no host knows it" : "it is \(seen)",
            seen.isEmpty ? "say --resume: it is defined again" : "look at it with p2v pool, then --resume")
    }
}
