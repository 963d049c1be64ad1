package import Estate
internal import Foundation

/// What a step says to people, and what it remembers for later runs: one record's detail, as JSON.
package struct StepNote: Sendable, Hashable, Codable {
    package static let format = "p2v-step/1"

    package var format = Self.format
    package var text: String
    package var facts: RunFacts

    package init(_ text: String = "", facts: RunFacts = RunFacts()) {
        self.text = text
        self.facts = facts
    }

    /// What the operator vouches for.
    init(_ statement: StatementFacts) {
        self.init(statement.says, facts: .with { $0.statement = statement })
    }

    /// - Returns: nil for the plain text that earlier versions wrote: it holds no facts.
    init?(detail: String) {
        guard let note = try? JSONDecoder().decode(Self.self, from: Data(detail.utf8)), note.format == Self.format
        else {
            return nil
        }
        self = note
    }

    /// What a record says to people; the plain text of an earlier version as it is.
    package static func text(of record: JournalRecord) -> String {
        StepNote(detail: record.detail)?.text ?? record.detail
    }

    func detail() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
