import BlockExport
import Estate
import Foundation
import Testing
import TestFiles
@testable import DiskCopying

/// A disk in a file, and what somebody believes to be free on it.
private struct BelievedDisk: DiskSource {
    let path: String
    let identity: SourceIdentity
    let claims: [FreeClaim]

    init(path: String, bytes: UInt64, claims: [FreeClaim]) {
        (self.path, self.claims) = (path, claims)
        identity = SourceIdentity(name: path, bytes: bytes)
    }

    func usedRanges() async throws -> [Range<UInt64>] { [0..<identity.bytes] }
    func read(_ range: Range<UInt64>) async throws -> SourceData {
        let device = try BlockDevice(path: path, cached: true)
        let bytes = try device.bytes(at: range.lowerBound, count: range.count)
        return SourceData(bytes: bytes, sentBytes: bytes.count)
    }
    func digests(
        chunkBytes: Int, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {}
    func refresh() async throws {}
    func writeMark() async throws -> String? { nil }
    func close() async {}
    func freeClaims() async throws -> [FreeClaim] { claims }
    func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        ChunkDigest(of: try await read(range).bytes)
    }
}

/// An earlier life of a disk of 160 MiB, and what has it now.
enum LaterOwner: String, CaseIterable, Sendable {
    case nobody, array, arrayAtEnd, oldArray, pool, replication, firstVolumes, intelRAID, swap, encryption

    fileprivate static let size: UInt64 = 160 << 20
    private static let data: Range<UInt64> = (70 << 20)..<(80 << 20)

    private var marks: [([UInt8], UInt64)] {
        switch self {
        case .nobody, .swap: return []
        case .array: return [(Self.superblock(at: 4096), 4096)]
        case .arrayAtEnd: return [(Self.superblock(at: Self.size - 8192), Self.size - 8192)]
        case .oldArray: return [([0xFC, 0x4E, 0x2B, 0xA9, 0, 0, 0, 0, 90, 0, 0, 0], Self.size - 65536)]
        case .pool:
            let block: [UInt8] = [0x0C, 0xB1, 0xBA, 0, 0, 0, 0, 0]
            return [0, 262_144, Self.size - 524_288, Self.size - 262_144].flatMap { label in
                (0..<8).map { (block, label + 131_072 + $0 * 1024) }
            }
        case .replication: return [([0x83, 0x74, 0x02, 0x6B], Self.size - 4096 + 60)]
        case .firstVolumes: return [([0x48, 0x4D, 1, 0], 0)]
        case .intelRAID: return [(Array("Intel Raid ISM Cfg Sig. 1.3.00".utf8), Self.size - 1024)]
        case .encryption: return [(Array("LUKS".utf8) + [0xBA, 0xBE, 0, 1], 0)]
        }
    }

    /// Of md 1.x: magic number, version, its own place in sectors, and the sum of its words.
    private static func superblock(at offset: UInt64) -> [UInt8] {
        var words = [UInt32](repeating: 0, count: 64)
        words[0] = 0xA92B_4EFC
        words[1] = 1
        words[36] = UInt32(offset / 512)
        let sum = words.reduce(UInt64(0)) { $0 + UInt64($1) }
        words[54] = UInt32(truncatingIfNeeded: (sum & 0xFFFF_FFFF) + (sum >> 32))
        return words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    }

    private var isPartitioned: Bool { [.nobody, .array, .arrayAtEnd, .intelRAID].contains(self) }

    /// The old bitmaps' belief: that the later owner's data is free.
    fileprivate func disk(in scratch: Scratch, vouched: Bool = false) throws -> BelievedDisk {
        let path = "\(scratch.path)/disk"
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.truncate(atOffset: Self.size)
        if self == .swap {
            try run("/usr/sbin/mkswap", ["-q", path])
        } else if isPartitioned {
            try run("/bin/sh", ["-c", "echo start=2048 | /usr/sbin/sfdisk -q \"$1\"", "sh", path])
            try run("/usr/sbin/mke2fs", ["-q", "-F", "-t", "ext4", "-E", "offset=1048576", path, "159m"])
        } else {
            try run("/usr/sbin/mke2fs", ["-q", "-F", "-t", "ext4", path])
        }
        for (bytes, offset) in marks + [([UInt8](repeating: 7, count: Self.data.count), Self.data.lowerBound)] {
            try file.seek(toOffset: offset)
            try file.write(contentsOf: Data(bytes))
        }
        try file.close()
        return BelievedDisk(
            path: path, bytes: Self.size,
            claims: [FreeClaim(range: Self.data.lowerBound..<(90 << 20), isVouched: vouched)])
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) failed")
    }
}

@Suite struct FreeProofTests {
    private func prove(_ disk: BelievedDisk) async throws -> Int {
        var random = SystemRandomNumberGenerator()
        let witness = BlkidWitness(diskBytes: disk.identity.bytes, read: { try await disk.readRaw($0) })
        return try await FreeProof(source: disk, witness: witness).prove(using: &random)
    }

    // "Verified: all chunks are equal" was said of copies with nine tenths of an array missing: the proof believed what the
    // copy believed. Here the wrong belief is given, and the proof has to find it.
    @Test(arguments: LaterOwner.allCases.filter { $0 != .nobody })
    func `a copy that left out another owner's data is not proved, whatever the source believes`(
        owner: LaterOwner
    ) async throws {
        let scratch = try Scratch()
        let disk = try owner.disk(in: scratch)
        let failure = await #expect(throws: Failure.self) { _ = try await prove(disk) }
        #expect(failure?.exit == .unproved)
        #expect(failure?.because.contains("are called free and left out, but they hold data") == true)
    }

    // Deleted files lie in free space; a proof that stops there would stop every copy.
    @Test func `deleted files in the free space of the only file system are no fault`() async throws {
        let scratch = try Scratch()
        #expect(try await prove(try LaterOwner.nobody.disk(in: scratch)) == 320)
    }

    // What the running kernel has mounted needs no look at the disk: the owner is known.
    @Test func `where the kernel names the owner nothing is read`() async throws {
        let scratch = try Scratch()
        #expect(try await prove(try LaterOwner.array.disk(in: scratch, vouched: true)) == 0)
    }

    // The promise: one in a thousand wrong pieces is found in 999 of 1,000 copies.
    @Test func `6905 pieces find one wrong piece in a thousand with 99,9 percent certainty`() {
        #expect(FreeSample.count(share: 0.001, certainty: 0.999) == FreeSample.count)
    }

    @Test func `pieces are distinct, inside of what is called free, and all of it at the disk's ends`() {
        var random = SystemRandomNumberGenerator()
        let size: UInt64 = 64 << 30
        let claims = [
            FreeClaim(range: (1 << 20)..<(20 << 30), isVouched: false),
            FreeClaim(range: (20 << 30)..<(40 << 30), isVouched: true),
            FreeClaim(range: (40 << 30)..<size, isVouched: false),
        ]
        let pieces = FreeSample.pieces(of: claims, diskBytes: size, using: &random)
        let end = FreeSample.endBytes
        #expect(pieces.count == 6905 + Int((2 * end - (1 << 20)) / FreeSample.pieceBytes))
        #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        #expect(
            pieces.allSatisfy { piece in
                claims.contains {
                    !$0.isVouched && $0.range.lowerBound <= piece.lowerBound && piece.upperBound <= $0.range.upperBound
                }
            })
        #expect(FreeSample.pieces(of: [claims[1]], diskBytes: size, using: &random).isEmpty)
    }
}
