internal import Backup
package import Estate
internal import Logging

/// Every chunk of points read, and compared with its name: the document `p2v-backup-verify/1`.
package struct BackupVerification: Sendable, Encodable {
    struct Damaged: Sendable, Encodable {
        var vm: String
        var point: String
        var disk: String?
        /// The file that is damaged or missing.
        var file: String
        var because: String
    }

    private(set) var format = "p2v-backup-verify/1"
    var repository: String
    /// Points that are whole.
    var whole = 0
    /// Chunks that were read.
    var chunks = 0
    /// Folders of points that were never finished.
    var torn = 0
    var damaged: [Damaged] = []

    /// - Parameter vms: whose points; none: of all.
    package init(
        of path: String, vms: [String], at time: String?, in workspace: Workspace,
        report: @escaping ProgressReport = { _ in }
    ) async throws {
        let repository = try BackupRepository(path)
        let found = try await repository.reading(
            "verify, by \(workspace.who)", unlock: workspace.unlock, note: { workspace.log.warning("\($0)") }
        ) {
            var found = BackupVerification(repository: repository.path)
            try await found.look(repository, vms, time, report)
            return found
        }
        self = found
    }

    private init(repository: String) { self.repository = repository }

    private mutating func look(
        _ repository: BackupRepository, _ vms: [String], _ time: String?, _ report: ProgressReport
    ) async throws {
        let path = repository.path
        var seen: Set<ChunkID> = []
        let entries = try repository.entries().filter {
            (vms.isEmpty || vms.contains($0.place.vm)) && (time == nil || $0.place.time == time)
        }
        for entry in entries {
            guard let manifest = entry.manifest else {
                torn += 1
                continue
            }
            let before = damaged.count
            switch manifest {
            case .unknown(let reason): add(entry.place, nil, "\(entry.place.path)/\(PointPlace.manifest)", reason)
            case .known(let manifest):
                do { _ = try repository.definition(at: entry.place) } catch let failure as Failure {
                    add(entry.place, nil, failure.subject, failure.because)
                }
                for disk in manifest.disks { try await look(disk, entry.place, repository, &seen, report) }
            }
            if damaged.count == before { whole += 1 }
        }
        chunks = seen.count
        // Who names a VM asks for that one: others that are whole are no answer.
        let found = Set(entries.filter { $0.manifest != nil }.map(\.place.vm))
        if let missing = vms.first(where: { !found.contains($0) }) { throw nothing("\(path), \(missing)") }
        guard whole > 0 || !damaged.isEmpty else { throw nothing(path) }
    }

    private mutating func look(
        _ disk: PointManifest.Disk, _ place: PointPlace, _ repository: BackupRepository, _ seen: inout Set<ChunkID>,
        _ report: ProgressReport
    ) async throws {
        let index: ChunkIndex
        do { index = try repository.index(of: disk, at: place) } catch let failure as Failure {
            return add(place, disk.target, failure.subject, failure.because)
        }
        let damages = try await DiskVerification.damages(
            of: index, in: repository.store, seen: &seen, title: "\(place.vm) \(place.time) \(disk.target)",
            report: report)
        for damage in damages { add(place, disk.target, damage.path, damage.because) }
    }

    private mutating func add(_ place: PointPlace, _ disk: String?, _ file: String, _ because: String) {
        damaged.append(Damaged(vm: place.vm, point: place.time, disk: disk, file: file, because: because))
    }

    private func nothing(_ path: String) -> Failure {
        Failure(
            "verify the backups", on: path, because: "there is no finished point that was meant",
            next: "see p2v backup list", exit: .refused)
    }

    package var failure: Failure? {
        guard let first = damaged.first else { return nil }
        return Failure(
            "verify the backups", on: first.file,
            because: "\(first.because) (\(damaged.count) such in all; the first belongs to \(first.vm) \(first.point))",
            next:
                "restore from another point or another copy of the repository; remove the damaged chunk, so that a backup "
                + "writes it again where a VM still holds it", exit: .unproved)
    }

    package var text: String {
        let lines = damaged.map { "\($0.vm) \($0.point) \($0.disk ?? ""): \($0.file): \($0.because)" }
        let unfinished = torn == 0 ? "" : "; \(torn) were never finished, and are no points"
        return (lines + ["\(whole) points are whole, of \(chunks) chunks\(unfinished)"])
            .map { Sanitised.line($0) + "\n" }.joined()
    }
}
