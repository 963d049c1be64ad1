import Estate
import Foundation
import TestSupport
import Testing

@testable import Backup

/// The format is another program's: a slip in it makes backups that nobody else reads.
@Suite struct ChunkIndexTests {
    /// `casync make --chunk-size=1048576` of casync 2 in Debian 12: two chunks of sizes that it chose.
    private static let casyncs = """
        3000000000000000f99f127b9c4d829600000000000000b00000040000000000\
        00001000000000000000400000000000ffffffffffffffff7d41172f119e5be7\
        af98190000000000ff34d874bc53012f0226ad984e4c5b9b265a9a7d0dbc504f\
        f85e22e59c1f0ad50009\
        3d0000000000a193872ad6d11e0c8cae6a20b9ab8b7ba15f27df2229c027fbe5\
        61486e824329\
        000000000000000000000000000000003000000000000000880000000000\
        0000d1ec49550e054f4b
        """

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    @Test func `the chunks that casync's own index names are found`() throws {
        let ids = try ChunkIndex.references(in: Self.bytes(Self.casyncs)).map(\.hex)
        #expect(ids.count == 2)
        #expect(ids.first == "ff34d874bc53012f0226ad984e4c5b9b265a9a7d0dbc504ff85e22e59c1f0ad5")
        #expect(ids.last == "a193872ad6d11e0c8cae6a20b9ab8b7ba15f27df2229c027fbe561486e824329")
    }

    @Test func `an index whose chunks have several sizes is not taken for one of disks`() throws {
        #expect(throws: ChunkIndex.Flaw.self) { try ChunkIndex(decoding: Self.bytes(Self.casyncs)) }
    }

    @Test(arguments: [0, 1, 4096, 8192, 8193, 40_000] as [UInt64])
    func `what is written is read back`(diskBytes: UInt64) throws {
        let count = ChunkIndex.count(diskBytes, chunkBytes: 4096)
        let ids = try (0..<count).map { try ChunkID(of: [UInt8(truncatingIfNeeded: $0)]) }
        let index = ChunkIndex(diskBytes: diskBytes, chunkBytes: 4096, chunks: ids)
        #expect(try ChunkIndex(decoding: index.encoded) == index)
        #expect(try ChunkIndex.references(in: index.encoded) == ids)
    }

    @Test func `a damaged index is refused or means what it says, and never ends p2v`() async throws {
        let ids = try (0..<5).map { try ChunkID(of: [UInt8($0)]) }
        let good = ChunkIndex(diskBytes: 20_000, chunkBytes: 4096, chunks: ids).encoded
        let faults = try await DamagedBytes.tried("index", [good, Self.bytes(Self.casyncs)]) { bytes in
            do {
                let index = try ChunkIndex(decoding: bytes)
                return index.chunks.count == ChunkIndex.count(index.diskBytes, chunkBytes: index.chunkBytes)
                    ? nil : "its chunks do not fill the disk"
            } catch is ChunkIndex.Flaw { return nil }
        }
        #expect(faults == [])
    }

    @Test func `the digest is SHA-512-256, as FIPS 180-4 gives it for abc`() throws {
        let id = try ChunkID(of: Array("abc".utf8))
        #expect(id.hex == "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23")
        #expect(ChunkID(hex: id.hex) == id)
        #expect(ChunkID(hex: id.hex.uppercased()) == nil)
        #expect(ChunkID(hex: id.hex.dropLast()) == nil)
    }
}
