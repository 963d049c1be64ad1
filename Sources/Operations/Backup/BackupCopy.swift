internal import Backup
package import Estate
internal import Foundation
internal import Logging
internal import Terminal

/// Points into another repository, only what is missing there: the document `p2v-backup-copied/1`.
package struct BackupCopy: Sendable, Encodable {
    package struct Point: Sendable, Encodable {
        var vm: String
        var point: String
        var newChunks: Int
        var storedBytes: UInt64
    }

    package private(set) var format = "p2v-backup-copied/1"
    package var from: String
    package var to: String
    package var points: [Point] = []
    /// Points that were there.
    package var there = 0
    package var failed: [BackupReport.Failed] = []
    /// What a trial would copy.
    package var pending: [String] = []

    private init(from: String, to: String) { (self.from, self.to) = (from, to) }

    /// - Parameter vms: whose points; none: of all.
    package static func run(
        from: String, to: String, vms: [String], isTrial: Bool = false, in workspace: Workspace,
        report: @escaping ProgressReport = { _ in }
    ) async throws -> BackupCopy {
        let source = try BackupRepository(from)
        let target = try BackupRepository(to, creating: !isTrial)
        try PointCopy.proveApart(source, target)
        var copy = BackupCopy(from: source.path, to: target.path)
        let purpose = "copy \(source.path) to \(target.path), by \(workspace.who)"
        return try await target.alone(purpose, unlock: workspace.unlock) {
            try await source.reading(purpose, unlock: workspace.unlock, note: { workspace.log.warning("\($0)") }) {
                try await copy.work(PointCopy(from: source, to: target), source, target, vms, isTrial, report)
                return copy
            }
        }
    }

    private mutating func work(
        _ work: PointCopy, _ source: BackupRepository, _ target: BackupRepository, _ vms: [String], _ isTrial: Bool,
        _ report: @escaping ProgressReport
    ) async throws {
        let entries = try source.entries().filter {
            $0.manifest != nil && (vms.isEmpty || vms.contains($0.place.vm) || vms.contains($0.place.uuid))
        }
        let known = Set(entries.flatMap { [$0.place.vm, $0.place.uuid] })
        if let missing = vms.first(where: { !known.contains($0) }) {
            throw Failure(
                "copy backups", on: missing, because: "\(from) has no finished point of it",
                next: "see p2v backup list", exit: .refused)
        }
        let there = Set(try target.entries().filter { $0.manifest != nil }.map(Self.key))
        for entry in entries {
            try Task.checkCancellation()
            if isTrial {
                if there.contains(Self.key(entry)) { self.there += 1 } else { pending.append(Self.words(entry)) }
                continue
            }
            do {
                guard case .known(let manifest) = entry.manifest else {
                    throw Failure(
                        "copy the point", on: Self.words(entry),
                        because: "its manifest cannot be read: \(entry.manifest?.reason ?? "")",
                        next: "see p2v backup verify", exit: .unproved)
                }
                add(entry, try await work.run(entry, manifest, report: report))
            } catch let failure as Failure { failed.append(.init(vm: Self.words(entry), failure: failure)) }
        }
    }

    private mutating func add(_ entry: BackupRepository.Entry, _ figures: PointCopy.Figures?) {
        guard let figures else {
            there += 1
            return
        }
        points.append(
            Point(
                vm: entry.place.vm, point: entry.place.time, newChunks: figures.newChunks,
                storedBytes: figures.storedBytes))
    }

    private static func key(_ entry: BackupRepository.Entry) -> String { "\(entry.place.uuid) \(entry.place.time)" }
    private static func words(_ entry: BackupRepository.Entry) -> String { "\(entry.place.vm) \(entry.place.time)" }

    package var exit: Exit {
        if failed.contains(where: { $0.failure.exit == .unproved }) { return .unproved }
        if !failed.isEmpty { return .partly }
        return pending.isEmpty ? .done : .changesPending
    }

    package var text: String {
        let lines =
            pending.map { "would copy \($0)" }
            + points.map { "\($0.vm) \($0.point): \($0.newChunks) chunks, \(Bytes.text($0.storedBytes))" }
            + failed.map {
                "\($0.vm): not copied: \($0.failure.subject): \($0.failure.because); next: \($0.failure.next)"
            }
        return (lines + ["\(points.count) points copied to \(to), \(there) were there"])
            .map { Sanitised.line($0) + "\n" }.joined()
    }
}
