import Estate
import Foundation
import Testing
import ImageStores

@Suite struct CopyLeaseTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func forge(_ changes: [String: any Sendable]) throws {
        let path = "\(scratch.path)/x.raw.lease"
        var lease = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
        for (key, value) in changes { lease[key] = value }
        try JSONSerialization.data(withJSONObject: lease).write(to: URL(fileURLWithPath: path))
    }

    // Two copies into one image mix two disks.
    @Test func `of many that ask at once one has the lease`() async throws {
        let store = store
        let winners = await withTaskGroup(of: ImageLease?.self) { group in
            for _ in 0..<20 { group.addTask { try? await ImageLease(of: "x.raw", in: store) } }
            var winners: [ImageLease] = []
            for await lease in group { if let lease { winners.append(lease) } }
            return winners
        }
        #expect(winners.count == 1)
        #expect(try await store.list().map(\.name) == ["x.raw.lease"])
        try await winners[0].release()
        #expect(try await store.list().isEmpty)
    }

    @Test func `a second one is told who has it`() async throws {
        let first = try await ImageLease(of: "x.raw", in: store)
        let failure = await #expect(throws: Failure.self) { _ = try await ImageLease(of: "x.raw", in: store) }
        #expect(failure?.exit == .busy && failure?.because.contains("process \(getpid())") == true)
        try await first.release()
    }

    // A killed copy must be resumable without a hunt for lock files.
    @Test func `the lease of a dead process of this machine is taken over`() async throws {
        _ = try await ImageLease(of: "x.raw", in: store)
        try forge(["began": "1"])
        let second = try await ImageLease(of: "x.raw", in: store)
        try await second.release()
        #expect(try await store.list().isEmpty)
    }

    // Nobody here knows whether another machine's copy still writes.
    @Test func `the lease of another machine is refused until it is broken by its id`() async throws {
        _ = try await ImageLease(of: "x.raw", in: store)
        try forge(["host": "elsewhere", "boot": "other", "id": "cafe"])
        let failure = await #expect(throws: Failure.self) { _ = try await ImageLease(of: "x.raw", in: store) }
        #expect(failure?.exit == .busy && failure?.next.contains("--unlock cafe") == true)
        try await ImageLease(of: "x.raw", in: store, unlock: "cafe").release()
    }
}
