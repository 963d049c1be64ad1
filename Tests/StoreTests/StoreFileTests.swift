import Estate
import Foundation
import Store
import Testing

/// If these fail, everybody on the machine reads how the server room is built.
@Suite struct `The store's file` {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-file-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("deep/p2v.sqlite").path }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    private func write(_ store: Store) async throws {
        try await store.append(JournalRecord(run: "r", step: "s", event: .started, at: Moment(seconds: 1), detail: ""))
    }

    @Test func `and what SQLite keeps beside it are for their owner only, in a folder of the owner's`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try Store(path: path)
        try await write(store)
        for file in [path, path + "-wal", path + "-shm"] { #expect(try mode(file) == 0o600, "\(file)") }
        #expect(try mode(folder.appendingPathComponent("deep").path) == 0o700)
    }

    @Test func `of an older p2v, which anybody could read, is closed when it is opened`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try await write(try Store(path: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let store = try Store(path: path)
        try await write(store)
        for file in [path, path + "-wal", path + "-shm"] { #expect(try mode(file) == 0o600, "\(file)") }
    }

    @Test func `is not made where a folder has its name`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let failure = #expect(throws: Failure.self) { _ = try Store(path: path) }
        #expect(failure?.because == "it is a folder")
    }
}
