import BlockExport
import Estate
import Foundation
import Synchronization
import Testing
import TestFiles
@testable import DiskCopying

/// A disk in a file, and what somebody believes to be free on it.
private final class BelievedDisk: DiskSource {
    let path: String
    let identity: SourceIdentity
    let claims: [FreeClaim]
    /// What is believed once the disk was looked at anew; nil: the same.
    let later: [FreeClaim]?
    private let turns = Mutex(0)

    init(path: String, bytes: UInt64, claims: [FreeClaim], later: [FreeClaim]? = nil) {
        (self.path, self.claims, self.later) = (path, claims, later)
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
    func refresh() async throws { turns.withLock { $0 += 1 } }
    func writeMark() async throws -> String? { nil }
    func close() async {}
    func freeClaims() async throws -> [FreeClaim] { turns.withLock { $0 } == 0 ? claims : later ?? claims }
    func rawDigest(of range: Range<UInt64>) async throws -> ChunkDigest? {
        ChunkDigest(of: try await read(range).bytes)
    }

    /// A sparse file, run through by a shell as `$1`, with data in one place.
    static func made(
        in scratch: Scratch, mebibytes: Int, _ script: String, data: Range<UInt64>
    ) throws -> String {
        let path = try scratch.file("disk", [])
        let process = try Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-ec", "truncate -s \(mebibytes)M \"$1\"; PATH=$PATH:/usr/sbin; \(script)", "sh", path])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: data.lowerBound)
        try file.write(contentsOf: Data(repeating: 7, count: data.count))
        try file.close()
        return path
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
    fileprivate func disk(in scratch: Scratch, basis: FreeClaim.Basis = .marks) throws -> BelievedDisk {
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
            claims: [FreeClaim(range: Self.data.lowerBound..<(90 << 20), basis: basis)])
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
    private func prove(_ disk: BelievedDisk) async throws -> FreeProof.Result {
        var random = SystemRandomNumberGenerator()
        let witness = BlkidWitness(diskBytes: disk.identity.bytes, read: { try await disk.readRaw($0) })
        return try await FreeProof(source: disk, witness: witness, claims: disk.claims).prove(using: &random)
    }

    private func mebibytes(_ range: Range<UInt64>) -> Range<UInt64> {
        (range.lowerBound << 20)..<(range.upperBound << 20)
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
        let found = try await prove(try LaterOwner.nobody.disk(in: scratch)).findings
        #expect(found == FreeFindings(samples: 320, certainty: 1, holeSamples: 0, places: 2))
    }

    // What the running kernel has mounted needs no look at the disk: the owner is known.
    @Test func `where the kernel names the owner nothing is read`() async throws {
        let scratch = try Scratch()
        #expect(try await prove(try LaterOwner.array.disk(in: scratch, basis: .kernel)).findings.samples == 0)
    }

    // The table of a logical partition lies in front of it; without it every old server with deleted files wanted --whole.
    @Test func `deleted files in a logical partition are no fault either`() async throws {
        let scratch = try Scratch()
        let data = mebibytes(200..<204)
        let path = try BelievedDisk.made(
            in: scratch, mebibytes: 400,
            """
            printf 'start=2048,size=20480,type=83\\nstart=22528,type=5\\nstart=24576,size=61440,type=83\\nstart=88064,type=83\\n' \
              | sfdisk -q "$1"; mke2fs -q -F -t ext4 -E offset=$((88064 * 512)) "$1" 350m
            """, data: data)
        let disk = BelievedDisk(path: path, bytes: 400 << 20, claims: [FreeClaim(range: data, basis: .marks)])
        let found = try await prove(disk).findings
        #expect(found == FreeFindings(samples: 64, certainty: 1, holeSamples: 0, places: 4))
    }

    // Arrays, pools and second GPTs keep their marks at the ends of partitions: no belief about what is free reaches there.
    @Test(arguments: [FreeClaim.Basis.marks, .kernel, .hole])
    func `data at the end of a partition is never left out, whoever calls it free`(basis: FreeClaim.Basis) async throws
    {
        let scratch = try Scratch()
        let data = mebibytes(240..<244)
        let path = try BelievedDisk.made(
            in: scratch, mebibytes: 400,
            "echo 'start=2048,size=\(249 << 11)' | sfdisk -q \"$1\"; mke2fs -q -F -t ext4 -E offset=1048576 \"$1\" 249m",
            data: data)
        let disk = BelievedDisk(path: path, bytes: 400 << 20, claims: [FreeClaim(range: data, basis: basis)])
        let failure = await #expect(throws: Failure.self) { _ = try await prove(disk) }
        #expect(failure?.because.hasSuffix("they hold data, at an end of the disk or of a partition") == true)
    }

    // A file system that lost what was written calls it a hole; so may another NBD server.
    @Test func `a hole that holds data is found`() async throws {
        let scratch = try Scratch()
        let path = try BelievedDisk.made(in: scratch, mebibytes: 160, ":", data: mebibytes(70..<90))
        let claim = FreeClaim(range: mebibytes(66..<94), basis: .hole)
        let failure = await #expect(throws: Failure.self) {
            _ = try await prove(BelievedDisk(path: path, bytes: 160 << 20, claims: [claim]))
        }
        #expect(failure?.because.hasSuffix("they hold data, in what counts as a hole") == true)
    }

    // An image of a VM that runs is written while it is copied: the copy has to follow, and is not to be blamed.
    @Test func `a hole that was written meanwhile is compared again, not refused`() async throws {
        let scratch = try Scratch()
        let path = try BelievedDisk.made(in: scratch, mebibytes: 160, ":", data: mebibytes(70..<90))
        let disk = BelievedDisk(
            path: path, bytes: 160 << 20, claims: [FreeClaim(range: mebibytes(66..<94), basis: .hole)],
            later: [FreeClaim(range: mebibytes(66..<70), basis: .hole)])
        let written = try await prove(disk).written
        #expect(!written.isEmpty && written.allSatisfy { mebibytes(70..<90).contains($0.lowerBound) })
    }

    // The promise: one in a thousand wrong pieces is found in 999 of 1,000 copies.
    @Test func `6905 pieces find one wrong piece in a thousand with 99,9 percent certainty`() {
        #expect(FreeSample.count(share: FreeSample.share, certainty: 0.999) == FreeSample.count)
        #expect(FreeSample.count(share: FreeSample.holeShare, certainty: 0.99) == FreeSample.holeCount)
        let found = FreeFindings(samples: 6905, certainty: FreeSample.certainty(of: 6905, share: 0.001))
        #expect(found.words.contains("one wrong in 1000 is found with 99.9 % certainty"))
        #expect(FreeFindings().words.isEmpty)
    }

    @Test func `pieces are distinct, inside of what is called free, and all of it at the ends`() {
        var random = SystemRandomNumberGenerator()
        let size: UInt64 = 64 << 30
        let claims = [
            FreeClaim(range: (1 << 20)..<(20 << 30), basis: .marks),
            FreeClaim(range: (20 << 30)..<(40 << 30), basis: .kernel),
            FreeClaim(range: (40 << 30)..<(50 << 30), basis: .hole),
            FreeClaim(range: (50 << 30)..<size, basis: .marks),
        ]
        // The disk, and a partition whose ends lie in what the kernel vouches for.
        let ends = FreeSample.ends(of: [0..<size, (21 << 30)..<(39 << 30)])
        let sample = FreeSample(of: claims, ends: ends, using: &random)
        #expect(sample.marks.count == 6905 && sample.holes.count == 44 && sample.certainty < 1)
        #expect(sample.ends.reduce(0) { $0 + $1.count } == 4 * (64 << 20) - (1 << 20))
        for pieces in [sample.ends, sample.marks, sample.holes] {
            #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        }
        func lie(_ pieces: [Range<UInt64>], in basis: FreeClaim.Basis) -> Bool {
            pieces.allSatisfy { piece in
                claims.contains { $0.basis == basis && $0.range.clamped(to: piece) == piece }
            }
        }
        #expect(lie(sample.marks, in: .marks) && lie(sample.holes, in: .hole))
        #expect(!sample.marks.contains { piece in ends.contains { $0.overlaps(piece) } })
        let none = FreeSample(of: [claims[1]], ends: FreeSample.ends(of: [0..<size]), using: &random)
        #expect(none.marks.isEmpty && none.holes.isEmpty && none.ends.isEmpty)
    }
}
