internal import Dispatcher
package import Estate

/// What an operator decided of one server: who, and why; when is the record's. Only appended.
package struct CampaignDecision: Sendable, Hashable, Codable {
    package static let format = "p2v-campaign-decision/1"

    package enum Word: String, Sendable, Hashable, Codable, CaseIterable {
        /// Its service may be stopped in its window.
        case approved
        /// Its service is stopped as soon as its copy is warm, whatever its window says.
        case now
        /// Its service is not stopped, until it is released.
        case parked
        case released
    }

    package var format = Self.format
    package var word: Word
    package var who: String
    package var because: String?
    /// Of what was decided on: the server's part of the plan. A plan that was changed is decided anew.
    package var planned: String

    /// The run's name in the journal.
    package static func run(of server: String) -> String { "campaign/\(server)" }
}

/// What all decisions on a server come to: pure.
package struct CampaignStanding: Sendable, Hashable {
    /// A decision, and when it was made.
    package struct Made: Sendable, Hashable {
        package var decision: CampaignDecision
        package var at: Moment

        /// `approved by anna@console, 2026-06-03T10:00:00Z: tested on Monday`.
        package var text: String {
            let reason = decision.because.map { ": \($0)" } ?? ""
            return "\(decision.word.rawValue) by \(decision.who), \(at.iso)\(reason)"
        }
    }

    package private(set) var parked: Made?
    /// Approved, or wanted now.
    package private(set) var approved: Made?

    /// - Parameters:
    ///   - made: oldest first.
    ///   - planned: the server's part of the plan as it is; an approval of another one does not count. Who parked a server
    ///     meant the server.
    package init(_ made: [Made], planned: String) {
        for one in made {
            switch one.decision.word {
            case .approved, .now: if one.decision.planned == planned { approved = one }
            case .parked: parked = one
            case .released: parked = nil
            }
        }
    }

    /// For people; nil where nobody has decided anything.
    package var text: String? { (parked ?? approved)?.text }

    /// Why this may not be decided now; nil: it may.
    package func refusal(of word: CampaignDecision.Word) -> String? {
        switch word {
        case .parked: parked.map { "it is \($0.text)" }
        case .released: parked == nil ? "it is not parked" : nil
        case .approved, .now:
            parked.map { "it is \($0.text)" }
                ?? (approved?.decision.word == word ? approved.map { "it is \($0.text)" } : nil)
        }
    }

    /// What it says to a server whose copy is warm.
    func word(_ commit: Campaign.Commit, next: String) -> OperatorsWord {
        if let parked { return .close(parked.text) }
        if approved?.decision.word == .now { return .now }
        if approved == nil, commit == .approved { return .hold("nobody has approved it: \(next)") }
        return .silent
    }
}
