import Estate
import Foundation
import Store
import Synchronization
import Testing

/// If these fail, one damaged document hides a whole server room.
@Suite struct `A row that cannot be read` {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-row-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("p2v.sqlite").path }

    @Test func `hides itself only, and is named`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let told = Mutex<[UnreadableRow]>([])
        let store = try Store(path: path) { row in told.withLock { $0.append(row) } }
        for name in ["dns", "web"] { try await store.save(ServerProfile.named(name, at: 1)) }
        try await store.save(ServerProfile.named("web", at: 2))
        try OldStore.sql(path, "UPDATE profile SET body = '{\"name\": 7}' WHERE name = 'web' AND at = 2")
        #expect(try await store.profiles().map(\.name) == ["dns"])
        let answer = try await store.profilesAnswer()
        #expect(answer.unreadable.map(\.name) == ["web"] && answer.unreadable[0].table == "profile")
        #expect(told.withLock { $0.map(\.name) } == ["web"])
        #expect(told.withLock { "\($0[0])" }.contains("the profile of web (row 3) cannot be read and is left out"))
        #expect(try await store.profileHistory(of: "web").map(\.scannedAt.seconds) == [1])
    }

    // "Never scanned" would make somebody plan without it.
    @Test func `is an error where that one server is asked for`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: path)
        try await store.save(ServerProfile.named("web", at: 1))
        try OldStore.sql(path, "UPDATE profile SET body = 'torn'")
        let failure = await #expect(throws: Failure.self) { try await store.profile(named: "web") }
        #expect(failure?.subject == "web" && failure?.next.contains("p2v scan") == true)
        #expect(try await store.profile(named: "dns") == nil)
    }

    // A record that is not understood may be the one that takes the others back.
    @Test func `of the journal makes its run unreadable, and no other`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: path)
        for run in ["convert/a", "convert/b"] {
            try await store.append(
                JournalRecord(run: run, step: "copy", event: .finished, at: Moment(seconds: 1), detail: ""))
        }
        try OldStore.sql(path, "UPDATE journal SET event = 'dreamt' WHERE run = 'convert/a'")
        let failure = await #expect(throws: Failure.self) { try await store.records(of: "convert/a") }
        #expect(failure?.because.contains("dreamt") == true)
        #expect(try await store.records(of: "convert/b").count == 1)
    }
}
