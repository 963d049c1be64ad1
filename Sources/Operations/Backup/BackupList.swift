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
        /// It was never finished, or why it cannot be read.
        var flaw: String?
    }

    private(set) var format = "p2v-backup-list/1"
    var repository: String
    var points: [Row]

    package init(of repository: String) throws {
        let repository = try BackupRepository(repository)
        self.repository = repository.path
        points = try repository.entries().map(Self.row)
    }

    private static func row(_ entry: BackupRepository.Entry) -> Row {
        var row = Row(vm: entry.place.vm, uuid: entry.place.uuid, point: entry.place.time)
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

    package var text: String {
        var table = Table(["VM", "POINT", "GUEST", ">DISKS", ">ADDED", "FLAW"])
        for row in points {
            table.add([
                row.vm, row.point, row.consistency ?? "-", row.bytes.map(Bytes.text) ?? "-",
                row.storedBytes.map(Bytes.text) ?? "-", row.flaw ?? "",
            ])
        }
        return points.isEmpty ? "no points\n" : table.text(width: 130)
    }
}
