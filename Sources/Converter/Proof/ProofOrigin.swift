internal import Estate
package import SourceControl

/// Who gave the proof that the service works: pure. A proof that the source could have given is none.
package enum ProofOrigin: Sendable, Hashable {
    case machine(because: String)
    case unproved(because: String)

    /// - Parameters:
    ///   - speaker: what whoever answers at the server's address says of itself; nil where nobody could be asked.
    ///   - facts: of the run.
    ///   - hasAnswers: the plan has proofs, and all of them were answered.
    package init(speaker: SourceCondition?, facts: RunFacts, hasAnswers: Bool) {
        if let speaker, speaker.bootID == facts.stopped?.bootID {
            self = .unproved(because: "the source itself still answers at its address (the same boot id)")
        } else if let mark = speaker?.mark, mark != facts.source?.mark, facts.stopped != nil {
            self = .machine(because: "the VM says so itself")
        } else if facts.power == .provedOff, hasAnswers, facts.answeredBefore == [] {
            self = .machine(because: "the source is off, and nothing had answered before the VM was started")
        } else {
            self = .unproved(because: Self.doubt(facts, hasAnswers))
        }
    }

    private static func doubt(_ facts: RunFacts, _ hasAnswers: Bool) -> String {
        if let before = facts.answeredBefore, !before.isEmpty {
            return "\(before.joined(separator: ", ")) was answered before the VM was started"
        }
        if facts.power != .provedOff { return "the source may be on, and the VM could not be asked over ssh" }
        return hasAnswers ? "nobody looked before the VM was started" : "the plan has no proof"
    }
}
