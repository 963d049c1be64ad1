internal import Estate
internal import Foundation
internal import LiveMigration
internal import Logging
internal import Pool
internal import Probes
internal import Terminal

/// Writes a move down line by line while it goes on (`p2v-move-trail/1`), beside the store: another process reads it, and the
/// kernel tells that one whether this one still writes.
final class MoveTrail: MoveWitness {
    /// Files that are kept.
    private static let kept = 200

    private let file: FileHandle
    private let lease: ServerLease
    private let zero = MonotonicClock.now()

    /// Nil, with a note, where it cannot be written: the move goes on all the same.
    static func begin(_ check: MigrationCheck, in workspace: Workspace) -> MoveTrail? {
        do { return try MoveTrail(check, in: workspace) } catch {
            workspace.log.notice("the move cannot be watched from elsewhere: \(error)")
            return nil
        }
    }

    private init(_ check: MigrationCheck, in workspace: Workspace) throws {
        let folder = MoveTrails(workspace).path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let (now, id) = (workspace.now(), workspace.makeID())
        let path = "\(folder)/\(UInt64(max(0, now.seconds)))\(id).jsonl"
        lease = try ServerLease(path: path, on: check.machine.name)
        guard let file = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
        self.file = file
        write(
            TrailLine.Head(
                machine: check.machine.name, from: check.request.from, to: check.request.to, begunAt: now,
                memoryBytes: check.machine.memoryBytes, prediction: check.prediction))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            .sorted()
        for name in names.dropLast(Self.kept) { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
    }

    func saw(_ news: MigrationNews) {
        var line = TrailLine(milliseconds: since(MonotonicClock.now()), what: "progress")
        switch news {
        case .progress(let sample):
            let job = sample.progress
            (line.remainingBytes, line.totalBytes, line.pass) = (
                job.memoryRemainingBytes, job.memoryTotalBytes, job.iteration
            )
            (line.dirtyBytesPerSecond, line.bytesPerSecond) = (job.dirtyBytesPerSecond, job.memoryBytesPerSecond)
            line.limitMilliseconds = sample.limitMilliseconds
        case .event(let event):
            (line.what, line.host) = (event.name, event.host)
            line.milliseconds = since(event.monotonicNanoseconds)
        case .limitRaised(let limit): (line.what, line.limitMilliseconds) = ("limit raised", limit)
        case .announced: line.what = "announced"
        case .postCopyStarted: line.what = "post-copy started"
        case .settling(let action): (line.what, line.because) = ("settling", action)
        case .concern(let concern): (line.what, line.because) = ("concern", concern.seen)
        case .notAnnouncing(let reason): (line.what, line.because) = ("not announcing", reason)
        }
        write(line)
    }

    func answered(_ samples: [String: [ProbeSample]]) {
        for (name, samples) in samples.sorted(by: { $0.key < $1.key }) {
            var line = TrailLine(milliseconds: since(MonotonicClock.now()), what: "probe")
            line.probe = name
            line.answers = samples.map { TrailLine.Answer(at: since($0.sent), milliseconds: $0.latencyMilliseconds) }
            write(line)
        }
    }

    func ended(_ report: MigrationReport?, because: String?) {
        var line = TrailLine(milliseconds: since(MonotonicClock.now()), what: because == nil ? "moved" : "failed")
        (line.because, line.pauseMilliseconds) = (because, report?.job.downtimeMilliseconds)
        line.wallSeconds = report?.wallSeconds
        write(line)
    }

    private func since(_ time: UInt64) -> Double { (Double(time) - Double(zero)) / 1e6 }

    /// A disk that is full costs the picture, not the move.
    private func write(_ line: some Encodable) {
        guard let text = try? JSONText.line(line) else { return }
        _ = try? file.seekToEnd()
        try? file.write(contentsOf: Data((text + "\n").utf8))
    }
}
