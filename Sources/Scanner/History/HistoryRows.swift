/// The rows of a history, counted in and out: each row that was read is one of these.
package struct HistoryRows: Sendable, Hashable, Codable {
    /// What became of a row.
    enum Outcome {
        case used, gap, notNeeded, twice, notUnderstood
    }

    /// Its figures count.
    package private(set) var used = 0
    /// Nothing was measured: zeros, or shares that make no whole.
    package private(set) var gaps = 0
    /// Of a kind that no plan needs: single processors, partitions, tables of other things.
    package private(set) var notNeeded = 0
    /// Of a time, a table and a device that were read already: a file that holds a day twice, an hour that came back when
    /// summer ended. The first counts, so that no traffic is added up twice.
    package private(set) var twice = 0
    /// Cut short, of a time that cannot be read, or without the head of its table.
    package private(set) var notUnderstood = 0
    /// The first of these in the text; the first line is 1.
    package private(set) var firstNotUnderstood: Int?

    /// What the text has no figures of: `disks`, `network`. They stay unknown; so it is told.
    var without: [String]?

    package var all: Int { used + gaps + notNeeded + twice + notUnderstood }

    /// - Parameter outcome: nil for a line that is no row: a head, a comment, a restart.
    mutating func count(_ outcome: Outcome?, line: Int) {
        switch outcome {
        case nil: break
        case .used: used += 1
        case .gap: gaps += 1
        case .notNeeded: notNeeded += 1
        case .twice: twice += 1
        case .notUnderstood:
            notUnderstood += 1
            firstNotUnderstood = firstNotUnderstood ?? line
        }
    }

    /// All that a person has to be told of the text.
    package func remarks(of source: String) -> [String] {
        let lack = without.map {
            "\(source): it has no figures of \($0.joined(separator: " and ")), which stay unknown"
        }
        return [complaint(of: source), lack].compactMap(\.self)
    }

    /// Said where rows were left out that may have held something; nil where none were.
    package func complaint(of source: String) -> String? {
        let unread = firstNotUnderstood.map {
            "\(notUnderstood) of \(all) rows are not understood, the first in line \($0); they count as not measured"
        }
        let again = twice > 0 ? "\(twice) of \(all) rows stand there twice; the first of each counts" : nil
        let said = [unread, again].compactMap(\.self)
        return said.isEmpty ? nil : "\(source): " + said.joined(separator: "; ")
    }
}
