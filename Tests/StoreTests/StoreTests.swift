import Estate
import Foundation
import Store
import Testing

/// If these fail, an operator loses scans, history, or the place where a run stopped.
@Suite struct `The store` {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-store-\(UUID().uuidString)")
    var path: String { folder.appendingPathComponent("p2v.sqlite").path }

    @Test func `keeps the journal across processes, in order`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let records = [JournalRecord.Event.started, .progressed, .finished].map {
            JournalRecord(run: "convert/a", step: "copy", event: $0, at: Moment(seconds: 1), detail: "{\"x\": \"'\"}")
        }
        let first = try Store(path: path)
        for record in records { try await first.append(record) }
        try await first.append(
            JournalRecord(run: "convert/b", step: "copy", event: .failed, at: Moment(seconds: 2), detail: ""))
        #expect(try await Store(path: path).records(of: "convert/a") == records)
    }

    // Ctrl-C ends a run of moves; what it had done by then was lost.
    @Test func `keeps what happened also of a run that the operator has just stopped`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: path)
        let report = report("dns", at: 1)
        let stopped = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.append(
                JournalRecord(run: "balance", step: "plan", event: .failed, at: Moment(seconds: 1), detail: "stopped"))
            try await store.save(report)
        }
        try await stopped.value
        #expect(try await store.records(of: "balance").count == 1)
        #expect(try await store.reports().count == 1)
    }

    @Test func `answers the newest report first and only of the VM asked for`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: path)
        for (index, machine) in ["dns", "web", "dns"].enumerated() {
            try await store.save(report(machine, at: Double(index)))
        }
        #expect(try await store.reports(of: "dns").map(\.startedAt.seconds) == [2, 0])
        #expect(try await store.reports().count == 3)
    }

    @Test func `says which file is no store`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("this is not a database, it is a letter to a friend, and it is long enough".utf8)
            .write(to: URL(fileURLWithPath: path))
        let failure = #expect(throws: Failure.self) { _ = try Store(path: path) }
        #expect(failure?.subject == path)
    }

    private func report(_ machine: String, at seconds: Double) -> MigrationReport {
        MigrationReport(
            machine: machine, from: "a", to: "b", startedAt: Moment(seconds: seconds), memoryMiB: 512,
            job: JobStatistics(), wallSeconds: 1, events: [], probes: [])
    }
}
