internal import Foundation

/// A move as one line of the journal: JSON, so that names may hold any character.
package struct JournalledMove: Sendable, Hashable, Codable {
    package var vm: String
    package var from: String
    package var to: String

    package init(_ move: BalanceMove) {
        vm = move.vm
        from = move.from
        to = move.to
    }

    /// Reads also the earlier form, three names with tabs between them; nil for anything else, such as `plan`.
    package init?(_ line: String) {
        if line.hasPrefix("{"), let move = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)) {
            self = move
            return
        }
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        (vm, from, to) = (parts[0], parts[1], parts[2])
    }

    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Three strings are always JSON.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
