import Estate
import Foundation
import Store
import Testing

/// If these fail, the journal grows for ever, or forgets a run that somebody must still resume.
@Suite struct `Pruning the journal` {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-prune-\(UUID().uuidString)")

    private func store(_ runs: [(String, [Double])]) async throws -> Store {
        let store = try Store(path: folder.appendingPathComponent("p2v.sqlite").path)
        for (run, moments) in runs {
            for moment in moments {
                try await store.append(
                    JournalRecord(
                        run: run, step: "copy", event: .finished, at: Moment(seconds: moment), detail: ""))
            }
        }
        return store
    }

    @Test func `forgets old records of what is settled, and nothing else`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await store([("old", [1, 2]), ("mixed", [1, 2, 900]), ("new", [900]), ("open", [1, 2])])
        let forgotten = try await store.prune(before: Moment(seconds: 500)) { $0[0].run == "open" ? 0 : $0.count }
        #expect(forgotten == 4)
        #expect(try await store.records(of: "old").isEmpty)
        #expect(try await store.records(of: "mixed").map(\.at.seconds) == [900])
        #expect(try await store.records(of: "new").count == 1)
        #expect(try await store.records(of: "open").count == 2)
        #expect(try await Set(store.runs().map(\.name)) == ["mixed", "new", "open"])
        #expect(try await store.runs().first { $0.name == "mixed" }?.begun.seconds == 900)
    }

    @Test func `forgets no more than what is settled`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await store([("balance", [1, 2, 3])])
        #expect(try await store.prune(before: Moment(seconds: 500)) { _ in 2 } == 2)
        #expect(try await store.records(of: "balance").map(\.at.seconds) == [3])
    }
}
