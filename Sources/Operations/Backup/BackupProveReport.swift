package import Backup
package import Estate
internal import Terminal

/// What `p2v backup prove` saw: the document `p2v-backup-proved/1`.
package struct BackupProveReport: Sendable, Encodable {
    package private(set) var format = "p2v-backup-proved/1"
    package var repository: String
    package var points: [PointProof] = []
    /// Whom nobody could try.
    package var failed: [BackupReport.Failed] = []
    /// VMs that are overdue, and were left as not all could be tried.
    package var left: [String] = []
    /// What a trial would start.
    package var pending: [String] = []

    init(repository: String) { self.repository = repository }

    package var exit: Exit {
        if points.contains(where: { !$0.proved }) { return .unproved }
        if !failed.isEmpty || !left.isEmpty { return .partly }
        return pending.isEmpty ? .done : .changesPending
    }

    package var text: String {
        var table = Table(["VM", "POINT", "PROVED", "PROOF", "STAGE", ">SECONDS", ">READ", "BECAUSE"])
        for point in points {
            table.add([
                point.vm, point.point, point.proved ? "yes" : "NO", point.proof, point.stage ?? "-",
                point.seconds.map { Fixed.text($0, 1) } ?? "-", point.readBytes.map(Bytes.text) ?? "-",
                point.because ?? "",
            ])
        }
        let lines =
            pending.map { "would start \($0)" }
            + failed.map { "\($0.vm): nobody could try it: \($0.failure.because); next: \($0.failure.next)" }
            + left.map { "\($0): overdue, and left this time" }
        let all = (points.isEmpty ? "" : table.text(width: 150)) + lines.map { Sanitised.line($0) + "\n" }.joined()
        return all.isEmpty ? "nothing is to be proved\n" : all
    }
}
