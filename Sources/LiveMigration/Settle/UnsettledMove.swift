internal import Estate
internal import Foundation
internal import Pool

/// The last move of a machine in the journal, when it has no end there: pure.
struct UnsettledMove: Sendable, Hashable {
    /// The step that is noted before a guest is let run on the destination with part of its memory behind.
    static let postCopyStep = "post-copy"

    var request: MigrationRequest
    /// Part of the memory may be on each side: then neither copy may be stopped. Also true where nobody noted it.
    var mayBePostCopy: Bool

    init(_ request: MigrationRequest, mayBePostCopy: Bool) {
        self.request = request
        self.mayBePostCopy = mayBePostCopy
    }

    /// - Parameter records: of one machine, oldest first.
    /// - Returns: nil when every move has an end; unknown when a record without an end cannot be read.
    static func last(of records: [JournalRecord]) -> Observed<UnsettledMove?> {
        guard let start = records.lastIndex(where: { $0.event == .started }),
            !records[start...].contains(where: { $0.event == .finished || $0.event == .failed })
        else { return .known(nil) }
        guard let words = try? JSONDecoder().decode([String: String].self, from: Data(records[start].detail.utf8)),
            let machine = words["machine"], let from = words["from"], let to = words["to"]
        else { return .unknown(because: "the journal's record of its beginning cannot be read") }
        let request = MigrationRequest(machine: machine, from: from, to: to, tls: words["tls"] != "false")
        let switched = records[start...].contains { $0.step == postCopyStep }
        return .known(UnsettledMove(request, mayBePostCopy: switched || words["notesPostCopy"] != "true"))
    }
}
