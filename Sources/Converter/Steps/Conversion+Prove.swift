internal import DiskCopying
internal import Estate
internal import SourceControl

extension Conversion {
    /// The proof: the VM answers what the server answered, at the same address, and it is the VM that answers.
    var prove: Step {
        Step(
            id: Self.proof, title: "Waiting for the service's answer",
            run: { [self] facts in
                let end = tools.seconds() + Double(options.bootSeconds)
                var answers: [String] = []
                for proof in server.proof {
                    let took = try await tools.answer(proof, max(1, end - tools.seconds()))
                    answers.append("\(proof) after \(Int(took)) s")
                }
                let speaker = try await speaker(facts, until: min(end, tools.seconds() + Self.speakPatience))
                switch ProofOrigin(speaker: speaker, facts: facts, hasAnswers: !server.proof.isEmpty) {
                case .machine(let because): answers.append(because)
                case .unproved(let because) where server.proof.isEmpty && speaker?.bootID != facts.stopped?.bootID:
                    answers.append("no proof in the plan (\(because))")
                case .unproved where server.proof.isEmpty && facts.power == .leftOn:
                    answers.append("no proof in the plan")
                case .unproved(let because): throw unproved(because)
                }
                for disk in server.disks { try await open.file(disk.image, in: images).publish() }
                return StepNote(answers.joined(separator: ", "))
            })
    }

    /// Seconds that a guest is waited for which answers its proofs and has not started its sshd.
    private static let speakPatience = 120.0

    /// Asks whoever answers at the server's address; waits only for a guest that has something to say.
    private func speaker(_ facts: RunFacts, until end: Double) async throws -> SourceCondition? {
        let waits = facts.leavesMark == true && !server.proof.isEmpty
        while true {
            do {
                let said = try await source.condition()
                if !waits || said.mark != nil || said.bootID == facts.stopped?.bootID { return said }
            } catch let failure as Failure {
                _ = failure  // No answer is no proof; the rule knows what it is worth.
            }
            guard waits, tools.seconds() < end else { return nil }
            try await tools.sleep(2)
        }
    }

    private func unproved(_ because: String) -> Failure {
        failure(
            "prove that the VM serves", because,
            "look at the VM's console; when it serves, nothing else is needed; otherwise see the how-to \"Resume or take "
                + "back a conversion\"", exit: .unproved)
    }
}
