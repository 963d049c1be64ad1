import Estate
import Foundation
import TestFiles
import Testing

@testable import Backup

/// A real NBD client (libnbd) reads what the server shows.
@Suite struct ChunkServerTests {
    private let scratch: Scratch
    private let store: ChunkStore
    private let disk = noise(30_000, seed: 3) + [UInt8](repeating: 0, count: 20_000) + noise(5_120, seed: 4)

    init() throws {
        scratch = try Scratch()
        store = ChunkStore(path: scratch.path + "/chunks.castr")
    }

    private func index() async throws -> ChunkIndex {
        var request = DiskBackup.Request(title: "")
        request.chunkBytes = 4096
        return try await DiskBackup(request, from: MemoryReader(disk), to: store).run().index
    }

    private func server(_ index: ChunkIndex) throws -> ChunkServer {
        try ChunkServer(index, from: store, at: scratch.path + "/disk")
    }

    @Test func `any range is what the backup holds, over several connections`() async throws {
        let server = try server(try await index())
        let clients = [
            try await NBDReader(.socket(server.path), export: ""),
            try await NBDReader(.socket(server.path), export: ""),
        ]
        #expect(clients[0].bytes == UInt64(disk.count))
        for (number, range) in [0..<512, 4000..<9000, 29_000..<51_000, 0..<disk.count, 55_119..<55_120].enumerated() {
            let read = try await clients[number % 2].read(UInt64(range.lowerBound)..<UInt64(range.upperBound))
            #expect(read == Array(disk[range]))
        }
        for client in clients { await client.close() }
        server.close()
        #expect(server.fault == nil && server.readBytes == UInt64(disk.count))
        await #expect(throws: Failure.self) { try await NBDReader(.socket(server.path), export: "") }
    }

    @Test func `a damaged chunk is an error for its reader, and is named`() async throws {
        let index = try await index()
        let file = store.file(of: index.chunks[1])
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        bytes[bytes.count / 2] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let server = try server(index)
        let client = try await NBDReader(.socket(server.path), export: "")
        #expect(try await client.read(0..<4096) == Array(disk[0..<4096]))
        await #expect(throws: Failure.self) { try await client.read(4096..<4608) }
        #expect(try await client.read(8192..<8704) == Array(disk[8192..<8704]))
        #expect(server.fault?.subject == file)
        await client.close()
        server.close()
    }
}
