import Estate
import Foundation
import ImageStores
import TestFiles
import Testing

@testable import Backup

/// Chunks may not be taken away from under who reads them.
@Suite struct RepositoryLeaseTests {
    private let scratch: Scratch
    private let repository: BackupRepository

    init() throws {
        scratch = try Scratch()
        repository = try BackupRepository(scratch.path, creating: true)
    }

    private func leases() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0.contains("lease") }
    }

    private func reading(note: (String) -> Void = { _ in }, work: () async throws -> Void = {}) async throws {
        try await repository.reading("verify", unlock: nil, note: note, work)
    }

    @Test func `nobody prunes while somebody reads`() async throws {
        try await reading(work: {
            let failure = await #expect(throws: Failure.self) {
                try await repository.pruning("prune", unlock: nil) { Issue.record("it pruned") }
            }
            #expect(failure?.exit == .busy && failure?.because.contains("verify") == true)
        })
        try await repository.pruning("prune", unlock: nil) {}
        #expect(try leases().isEmpty)
    }

    @Test func `nobody begins to read while somebody prunes`() async throws {
        try await repository.pruning("prune", unlock: nil) {
            let failure = await #expect(throws: Failure.self) { try await reading(work: { Issue.record("it read") }) }
            #expect(failure?.exit == .busy)
        }
        #expect(try leases().isEmpty)
    }

    @Test func `several read while one writes`() async throws {
        var reads = 0
        try await repository.alone("back up", unlock: nil) {
            try await reading(work: { try await reading(work: { reads += 1 }) })
        }
        #expect(reads == 1)
        #expect(try leases().isEmpty)
    }

    @Test func `a reader that was killed holds no prune up, and neither does a killed prune a reader`() async throws {
        var dead = ProcessIdentity.here
        dead.began = "1"
        let store = try DirectoryImageStore(path: scratch.path)
        for name in ["reader-0001", "prune"] { _ = try await ImageLease(of: name, in: store, here: dead) }
        try await reading()
        _ = try await ImageLease(of: "prune", in: store, here: dead)
        try await repository.pruning("prune", unlock: nil) {}
        #expect(try leases().isEmpty)
    }

    /// A copy on a disk that nobody can write is what is left on the worst day.
    @Test func `what cannot be written is read all the same, and it is said`() async throws {
        try FileManager.default.removeItem(atPath: scratch.path)
        var (notes, reads) = (0, 0)
        try await reading(note: { _ in notes += 1 }, work: { reads += 1 })
        #expect(notes == 1 && reads == 1)
    }
}
