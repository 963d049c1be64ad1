import BlockExport
import Estate
import Foundation
import ImageStores
import TestFiles
import TestSupport
import Testing

@testable import DiskCopying

/// A thin disk costs by its data. If these fail, a night is spent on reading zeros, or a hole is believed that is none.
@Suite struct ImageHoleTests {
    private let chunk = 1 << 20

    /// Of 100 chunks the first, the tenth and the last hold something.
    private func disk() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 100 * chunk)
        for index in [0, 9, 99] {
            bytes.replaceSubrange((index * chunk)..<((index + 1) * chunk), with: noise(chunk, seed: UInt64(index + 1)))
        }
        return bytes
    }

    private func copied(_ bytes: [UInt8]) async throws -> (copy: DiskCopy, image: MemoryImage) {
        let image = MemoryImage(bytes: bytes.count)
        let copy = try await DiskCopy(source: MemoryDisk(bytes), target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        return (copy, image)
    }

    private func ranges(_ chunks: [Int]) -> [Range<UInt64>] {
        chunks.map { UInt64($0 * chunk)..<UInt64(($0 + 1) * chunk) }
    }

    private func readBack(_ image: MemoryImage, whole: [Range<UInt64>] = []) async throws -> [ChunkDigest] {
        image.change { $0.bytesRead = 0 }
        let grid = ChunkGrid(bytes: UInt64(100 * chunk), chunkBytes: chunk)
        return try await ImageDigests(file: image, plan: grid, readsWhole: whole).all(title: "", report: { _ in })
    }

    @Test func `of an image's holes only a sample is read`() async throws {
        let (_, image) = try await copied(disk())
        image.change { $0.told = ranges([0, 9, 99]) }
        #expect(try await readBack(image).count { $0 != .zeros } == 3)
        #expect(image.change { $0.bytesRead } <= (3 + HoleSample.most) * chunk)
    }

    // Owners keep their marks at the ends of disks and partitions: there no hole is believed.
    @Test func `what has to be compared in full is read, hole or not`() async throws {
        let (_, image) = try await copied(disk())
        image.change {
            $0.bytes.replaceSubrange((20 * chunk)..<(21 * chunk), with: noise(chunk, seed: 7))
            $0.told = ranges([0, 9, 99])
        }
        let place = UInt64(20 * chunk)..<UInt64(22 * chunk)
        #expect(try await readBack(image, whole: [place])[20] == ChunkDigest(of: noise(chunk, seed: 7)))
    }

    // A hole over data that was copied: the file system lost it, or its entry was never written.
    @Test func `data that an image calls a hole is found`() async throws {
        let (copy, image) = try await copied(disk())
        image.change {
            $0.bytes.replaceSubrange((9 * chunk)..<(10 * chunk), with: [UInt8](repeating: 0, count: chunk))
            $0.told = ranges([0, 99])
        }
        #expect(try await copy.verify().different == [9])
    }

    // A proof may not take the word of whoever keeps the image for all of it.
    @Test func `an image that calls everything a hole is read whole`() async throws {
        let (_, image) = try await copied(disk())
        image.change {
            $0.bytes.replaceSubrange((50 * chunk)..<(51 * chunk), with: noise(chunk, seed: 7))
            $0.told = []
        }
        #expect(try await readBack(image)[50] == ChunkDigest(of: noise(chunk, seed: 7)))
        #expect(image.change { $0.bytesRead } >= 100 * chunk)
    }

    // A file that was cut is shorter than the disk: what is missing is no hole.
    @Test func `what lies behind the end of an image is no hole`() async throws {
        let (copy, image) = try await copied(disk())
        image.change {
            $0.bytes.removeLast(25 * chunk)
            $0.told = ranges([0, 9])
        }
        #expect(try await copy.verify().different == Array(75..<100))
    }

    @Test func `a sample has the ends, and no more than it may`() {
        var random = SeededRandom(5)
        #expect(HoleSample.of([3, 8], using: &random) == [3, 8])
        let sample = HoleSample.of(Array(10..<10_000), using: &random)
        #expect(sample.first == 10 && sample.last == 9_999 && sample.count > 30 && sample.count <= HoleSample.most)
    }

    /// A file of 2040 GiB with 4 KiB at each of a few places.
    private func thinFile(_ scratch: Scratch, _ pieces: [UInt64: [UInt8]]) throws -> String {
        let path = try scratch.file("disk", [])
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 2040 << 30)
        for (place, piece) in pieces {
            try file.seek(toOffset: place)
            try file.write(contentsOf: Data(piece))
        }
        try file.close()
        return path
    }

    // Chunk by chunk it takes most of an hour; with samples of the holes as of free space that is believed, a minute.
    @Test(.timeLimit(.minutes(5)), arguments: [ImageFormat.raw, .qcow2, .vhd])
    func `2040 GiB with little in it are copied and proved by their data, not by their size`(
        format: ImageFormat
    ) async throws {
        let scratch = try Scratch()
        let places: [UInt64] = [0, 504 << 30, (2040 << 30) - 4096]
        let pieces = Dictionary(uniqueKeysWithValues: places.map { ($0, noise(4096, seed: $0 + 1)) })
        let source = try await ProgramDiskSource(on: .thisMachine, device: try thinFile(scratch, pieces))
        let store = try DirectoryImageStore(path: scratch.path)
        let request = ImageCopy.Request(image: "x.img", format: format)
        let verified = try await ImageCopy(source: source, store: store, request: request).run().verified
        #expect(verified?.isEqual == true)
        #expect(verified?.free == FreeFindings(samples: 0, certainty: 1, holeSamples: FreeSample.holeCount, places: 1))
        let manifest = try await CopyManifest.read(of: "x.img", in: store)
        #expect(try await manifest.verify(in: store).isEqual)
        let image = try await store.open("x.img", format: format, bytes: 2040 << 30)
        for (place, piece) in pieces { #expect(try await image.read(at: place, count: 4096) == piece) }
        try await image.close()
    }
}
