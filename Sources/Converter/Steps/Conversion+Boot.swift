internal import Estate
internal import Pool
internal import SourceControl

extension Conversion {
    /// From here on the VM may be met: started now, or its links brought up where it runs without them.
    var boot: Step {
        Step(
            id: "boot", title: "Letting the VM onto the network",
            plans: { facts in .with { $0.answeredBefore = facts.answeredBefore } },
            run: { [self] facts in
                let machine = try known(facts.machine)
                let place = try await place(of: machine)
                if case .onTheWire(let host) = place { return StepNote("it runs already on \(host)") }
                // Side by side: the service is away meanwhile.
                async let silence: Void = checkSilence(facts)
                async let answers = answersNow()
                let (_, answered) = try await (silence, answers)
                let text = try await letIn(machine, place)
                return StepNote(text, facts: .with { $0.answeredBefore = answered })
            },
            // A VM that gave no proof must be off before the service starts again on the source.
            release: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() },
            guardsEarlier: true,
            undo: { [self] facts in try await OwnMachine(known(facts.machine), pool).powerOff() })
    }

    private enum Place {
        case off
        /// It runs, and not all of its links are up.
        case apart(host: String)
        case onTheWire(host: String)
    }

    private func place(of machine: MachineFacts) async throws -> Place {
        let found = try await OwnMachine(machine, pool).states()
        if let running = found.first(where: { $0.state == .running }) {
            guard pool.features.contains(.links),
                try await pool.links(ofUUID: running.uuid, on: running.host) != .up
            else { return .onTheWire(host: running.host) }
            return .apart(host: running.host)
        }
        guard found.contains(where: { $0.host == machine.host && $0.isOff }), found.count == 1 else {
            throw notStartable(found)
        }
        return .off
    }

    private func letIn(_ machine: MachineFacts, _ place: Place) async throws -> String {
        switch place {
        case .off:
            // Of an earlier try they may be down.
            if pool.features.contains(.links) {
                try await pool.setLinks(up: true, ofUUID: machine.uuid, on: machine.host)
            }
            try await pool.start(machine.name, on: machine.host)
            return "started on \(machine.host)"
        case .apart(let host):
            try await pool.setLinks(up: true, ofUUID: machine.uuid, on: host)
            return "its links are up on \(host)"
        case .onTheWire(let host): return "on \(host)"
        }
    }

    /// Somebody may have switched the source on again, also while nobody looked.
    private func checkSilence(_ facts: RunFacts) async throws {
        guard facts.power?.isOff == true else { return }
        let ways = await source.waysThatAnswer(tries: 1)
        guard ways.isEmpty else {
            throw failure(
                "let the VM onto the network",
                "something answers at the source's address (\(ways.sorted().joined(separator: ", ")))",
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
