internal import Backup
package import Estate
internal import Terminal

/// The points of a repository: the document `p2v-backup-list/1`.
package struct BackupList: Sendable, Encodable {
    struct Row: Sendable, Encodable {
        var vm: String
        var uuid: String
        var point: String
        var consistency: String?
        var bytes: UInt64?
        /// What this point added to the store.
        var storedBytes: UInt64?
        /// Whether its newest trial start was proved; nil: nobody tried, or it is not known (then `proofFlaw` says why).
        var proved: Bool?
        /// When that was, what was waited for, and how it went: `2026-11-30T21:15:00Z, login prompt, 12.5 s`.
        var proof: String?
        var proofFlaw: String?
        /// It was never finished, or why it cannot be read.
        var flaw: String?
    }

    private(set) var format = "p2v-backup-list/1"
    var repository: String
    var points: [Row]

    package init(of repository: String) throws {
        let repository = try BackupRepository(repository)
        self.repository = repository.path
        let proofs = Dictionary(grouping: try repository.proofs()) { "\($0.uuid) \($0.point)" }
        points = try repository.entries().map { entry in
            Self.row(entry, ProofState(proofs["\(entry.place.uuid) \(entry.place.time)"]?.last?.proof))
        }
    }

    private static func row(_ entry: BackupRepository.Entry, _ state: ProofState) -> Row {
        var row = Row(vm: entry.place.vm, uuid: entry.place.uuid, point: entry.place.time)
        switch state {
        case .untried: break
        case .unknown(let reason): row.proofFlaw = reason
        case .proved(let proof), .failed(let proof):
            row.proved = proof.proved
            row.proof = [
                proof.at.iso, proof.proof, proof.seconds.map { Fixed.text($0, 1) + " s" },
                proof.proved ? nil : proof.because ?? "it did not come",
            ].compactMap(\.self).joined(separator: ", ")
        }
        switch entry.manifest {
        case .none: row.flaw = "it was never finished"
        case .unknown(let reason): row.flaw = reason
        case .known(let manifest):
            row.consistency = manifest.consistency.rawValue
            row.bytes = manifest.disks.reduce(0) { $0 + $1.bytes }
            row.storedBytes = manifest.disks.reduce(0) { $0 + $1.figures.storedBytes }
        }
        return row
    }

    /// Points whose manifests cannot be read.
    package var failure: Failure? {
        let unread = points.filter { $0.flaw != nil && $0.flaw != "it was never finished" }
        guard let first = unread.first else { return nil }
        return Failure(
            "read all points", on: repository, because: "\(first.vm) \(first.point): \(first.flaw ?? "")",
            next: "p2v backup verify says more; what is listed leaves that out")
    }

    private static func word(_ row: Row) -> String {
        if let flaw = row.proofFlaw { return "not known: \(flaw)" }
        guard let proved = row.proved else { return "never tried" }
        return (proved ? "" : "NOT PROVED ") + (row.proof ?? "")
    }

    package var text: String {
        var table = Table(["VM", "POINT", "GUEST", ">DISKS", ">ADDED", "PROVED", "FLAW"])
        for row in points {
            table.add([
                row.vm, row.point, row.consistency ?? "-", row.bytes.map(Bytes.text) ?? "-",
                row.storedBytes.map(Bytes.text) ?? "-", Self.word(row), row.flaw ?? "",
            ])
        }
        return points.isEmpty ? "no points\n" : table.text(width: 150)
    }
}
