package import Backup
package import Estate
internal import Terminal

/// What `p2v backup make` did: the document `p2v-backup-made/1`.
package struct BackupReport: Sendable, Encodable {
    package struct Failed: Sendable, Encodable {
        package var vm: String
        package var failure: Failure
    }

    package private(set) var format = "p2v-backup-made/1"
    package var repository: String
    package var points: [PointManifest] = []
    package var failed: [Failed] = []
    /// What an operator must see to.
    package var warnings: [String] = []
    /// What a trial would back up.
    package var pending: [String] = []

    init(repository: String) { self.repository = repository }

    mutating func add(_ taken: TakenPoint) {
        points.append(taken.manifest)
        warnings += taken.warnings
    }

    /// The one failure of the whole run; nil where something was done.
    package var failure: Failure? { points.isEmpty && pending.isEmpty ? failed.first?.failure : nil }

    package var exit: Exit {
        if !failed.isEmpty { return .partly }
        if !warnings.isEmpty { return .unproved }
        return pending.isEmpty ? .done : .changesPending
    }

    package var text: String {
        var table = Table(["VM", "POINT", "GUEST", "DISK", ">SIZE", ">READ", ">STORED", "HOW"])
        for point in points {
            for disk in point.disks {
                table.add([
                    point.vm, PointPlace.name(of: point.takenAt), point.consistency.rawValue, disk.target,
                    Bytes.text(disk.bytes), Bytes.text(disk.figures.readBytes), Bytes.text(disk.figures.storedBytes),
                    disk.found,
                ])
            }
        }
        let why = points.compactMap { point in point.because.map { "\(point.vm): \(point.consistency.rawValue): \($0)" }
        }
        let lines =
            pending.map { "would back up \($0)" } + why + warnings.map { "WARNING: \($0)" }
            + failed.map { "\($0.vm): not backed up: \($0.failure.because); next: \($0.failure.next)" }
        return (points.isEmpty ? "" : table.text(width: 150)) + lines.map { Sanitised.line($0) + "\n" }.joined()
    }
}

/// A point that was written.
struct TakenPoint: Sendable {
    var manifest: PointManifest
    var warnings: [String]
}
