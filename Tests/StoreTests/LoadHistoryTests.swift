import Estate
import Foundation
import Store
import Testing

/// If these fail, balancing decides from a past that is not the pool's.
@Suite struct LoadHistoryTests {
    private static let day = 86_400.0
    private static let now = Moment(seconds: 1_800_000_000)

    private func store() throws -> (Store, URL) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-load-\(UUID().uuidString)")
        return (try Store(path: folder.appendingPathComponent("p2v.sqlite").path), folder)
    }

    /// One row a minute for an hour, `age` days ago, with an idle and a busy half.
    private func hour(_ age: Double, _ name: String = "dns01") -> [LoadRecord] {
        let start = ((Self.now.seconds - age * Self.day) / Self.day).rounded(.down) * Self.day
        return (0..<60).map { minute in
            let cores = minute < 30 ? 0.0 : 1.0
            return LoadRecord(
                subject: .machine, name: name, start: Moment(seconds: start + Double(minute) * 60), observedSeconds: 60,
                cores: cores, coresPeak: cores, memoryBytes: 1_048_576, diskBytes: 100, networkBytes: 10)
        }
    }

    @Test func `rows of a week stay as they were observed`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await store.save(hour(2))
        try await store.condenseLoad(now: Self.now)
        let kept = try await store.loads(of: .machine, since: Moment(seconds: 0))
        #expect(kept == hour(2))
        #expect(try await store.loads(of: .host, since: Moment(seconds: 0)).isEmpty)
    }

    // A mean alone would hide the busy half hour; time that was not observed must not count as idle.
    @Test func `older rows become hours that keep mean, peak and what was really observed`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await store.save(hour(20) + Array(hour(20, "web").suffix(15)))
        for _ in 0..<3 { try await store.condenseLoad(now: Self.now) }
        let kept = try await store.loads(of: .machine, since: Moment(seconds: 0))
        #expect(kept.map(\.name) == ["dns01", "web"])
        #expect(kept.map(\.cores) == [0.5, 1] && kept.map(\.coresPeak) == [1, 1])
        #expect(kept.map(\.observedSeconds) == [3600, 900])
        #expect(kept.map(\.memoryBytes) == [1_048_576, 1_048_576])
    }

    @Test func `hours become days, and the oldest are forgotten`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await store.save(hour(100) + hour(2000))
        try await store.condenseLoad(now: Self.now)
        let kept = try await store.loads(of: .machine, since: Moment(seconds: 0))
        #expect(kept.count == 1 && kept[0].observedSeconds == 3600)
        #expect(kept[0].start.seconds.truncatingRemainder(dividingBy: Self.day) == 0)
    }

    // Ten thousand VMs seen every minute for two weeks are 200 million rows; by the hour they are three.
    @Test func `the past is read by the hour, whatever it is kept as`() async throws {
        let (store, folder) = try store()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await store.save(hour(2) + hour(20) + hour(100))
        let raw = try await store.hourlyLoads(of: .machine, since: Moment(seconds: 0))
        #expect(raw.map(\.coresPeak) == [1, 1, 1] && raw.map(\.observedSeconds) == [3600, 3600, 3600])
        try await store.condenseLoad(now: Self.now)
        let kept = try await store.hourlyLoads(of: .machine, since: Moment(seconds: 0))
        #expect(kept == Array(raw.dropFirst()), "a day says nothing of hours")
    }
}
