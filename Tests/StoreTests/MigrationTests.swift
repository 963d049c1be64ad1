import Estate
import Foundation
import Store
import Testing

/// If these fail, an upgrade loses what was scanned, or opens a host under work.
@Suite struct `A store of an older p2v` {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-old-\(UUID().uuidString)")

    private func report(_ machine: String, _ at: Double) throws -> String {
        let report = MigrationReport(
            machine: machine, from: "a", to: "b", startedAt: Moment(seconds: at), memoryMiB: 512, job: JobStatistics(),
            wallSeconds: 1, events: [], probes: [])
        return String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    }

    @Test func `keeps every document, journal line and load`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = try OldStore(
            folder,
            [
                "INSERT INTO document VALUES (3, 'migration', 'dns', 1, '\(try report("dns", 1))')",
                "INSERT INTO document VALUES (7, 'migration', 'web', 2, '\(try report("web", 2))')",
                "INSERT INTO document VALUES (8, 'migration', 'dns', 3, '\(try report("dns", 3))')",
                "INSERT INTO document VALUES (9, 'profile', 'dns', 3, 'not JSON')",
                "INSERT INTO document VALUES (11, 'series', 'dns', 3, '{}')",
                "INSERT INTO document VALUES (12, 'dream', 'dns', 3, '{}')",
                "INSERT INTO journal VALUES (1, 'convert/dns', 'copy', 'started', 5, '{}')",
                "INSERT INTO journal VALUES (2, 'convert/dns', 'copy', 'finished', 6, '')",
                "INSERT INTO load VALUES (1, 'host', 'hosta', 0, 60, 60, 1, 1, 1, 1, 1)",
            ])
        let store = try Store(path: old.path)
        #expect(try await store.reports().map(\.startedAt.seconds) == [3, 2, 1])
        #expect(try await store.records(of: "convert/dns").map(\.event) == [.started, .finished])
        #expect(try await store.loads(of: .host, since: Moment(seconds: 0)).count == 1)
        #expect(
            try await store.runs()
                == [StoredRun(name: "convert/dns", begun: Moment(seconds: 5), touched: Moment(seconds: 6))])
        // What cannot be read, and what no version wrote, is kept all the same.
        #expect(try OldStore.count(old.path, "SELECT COUNT(*) FROM profile WHERE id = 9 AND body = 'not JSON'") == 1)
        #expect(try OldStore.count(old.path, "SELECT COUNT(*) FROM series WHERE id = 11") == 1)
        #expect(try OldStore.count(old.path, "SELECT COUNT(*) FROM document WHERE id = 12") == 1)
    }

    // Marks and pages are the pool's now; what this user has of them is read beside it.
    @Test func `carries marks and host pages out of the journal`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = try OldStore(
            folder,
            [
                "INSERT INTO journal VALUES (1, 'maintenance', 'hosta', 'started', 5, '')",
                "INSERT INTO journal VALUES (2, 'inventory', 'hosta', 'finished', 6, '{\"machines\":[]}')",
                "INSERT INTO journal VALUES (3, 'balance', 'plan', 'started', 7, '')",
            ])
        let store = try Store(path: old.path)
        for run in ["maintenance", "inventory"] { #expect(try await store.records(of: run).isEmpty) }
        #expect(try await store.runs().map(\.name) == ["balance"])
        #expect(try await store.carried("maintenance").map(\.step) == ["hosta"])
        #expect(try await store.carried("inventory").map(\.detail) == ["{\"machines\":[]}"])
        try await store.forgetCarried("maintenance", step: "hosta")
        #expect(try await Store(path: old.path).carried("maintenance").isEmpty)
    }

    @Test func `is not opened once a newer p2v has written it`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("p2v.sqlite").path
        _ = try Store(path: path)
        try OldStore.sql(path, "INSERT INTO grdb_migrations VALUES ('v99')")
        let failure = #expect(throws: Failure.self) { _ = try Store(path: path) }
        #expect(failure?.because == "a newer p2v wrote it")
    }
}
