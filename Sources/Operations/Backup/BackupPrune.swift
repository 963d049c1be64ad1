package import Backup
package import Estate
internal import Terminal

/// Old points removed, and the chunks that no other names: the document `p2v-backup-prune/1`.
package struct BackupPrune: Sendable, Encodable {
    private(set) var format = "p2v-backup-prune/1"
    var repository: String
    var isTrial: Bool
    var result: Pruning.Result

    package init(of path: String, keeping retention: Retention, isTrial: Bool, in workspace: Workspace) async throws {
        let repository = try BackupRepository(path)
        let pruning = try Pruning(repository, keeping: retention, isTrial: isTrial)
        self.repository = repository.path
        self.isTrial = isTrial
        let purpose = "prune, by \(workspace.who)"
        // A trial takes nothing away from those who read.
        result =
            isTrial
            ? try await repository.alone(purpose, unlock: workspace.unlock) { try pruning.run() }
            : try await repository.pruning(purpose, unlock: workspace.unlock) { try pruning.run() }
    }

    package var exit: Exit {
        isTrial && result.removedPoints + result.removedChunks > 0 ? .changesPending : .done
    }

    package var text: String {
        var table = Table(["VM", "POINT", "STAYS AS"])
        for point in result.points {
            let goes = point.isTorn ? "- (never finished)" : "-"
            table.add([point.vm, point.time, point.keptAs?.joined(separator: ", ") ?? goes])
        }
        return table.text
            + "\(result.removedPoints) points and \(result.removedChunks) chunks \(isTrial ? "would be" : "were") removed; "
            + "\(result.keptChunks) chunks stay\n"
    }
}
