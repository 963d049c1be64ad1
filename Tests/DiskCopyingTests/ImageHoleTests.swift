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

    @Test func `of an image's holes only a sample is read`() async throws {
        let (copy, image) = try await copied(disk())
        image.change { ($0.told, $0.bytesRead) = (ranges([0, 9, 99]), 0) }
        #expect(try await copy.verify().isEqual)
        #expect(image.change { $0.bytesRead } <= (3 + HoleSample.most) * chunk)
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
        let (copy, image) = try await copied(disk())
        image.change {
            $0.bytes.replaceSubrange((50 * chunk)..<(51 * chunk), with: noise(chunk, seed: 7))
            ($0.told, $0.bytesRead) = ([], 0)
        }
        #expect(try await copy.verify().different == [50])
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

    // Chunk by chunk it takes most of an hour.
    @Test(.timeLimit(.minutes(5)), arguments: [ImageFormat.raw, .qcow2, .vhd])
    func `2040 GiB with little in it are copied and proved in seconds`(format: ImageFormat) async throws {
        let scratch = try Scratch()
        let places: [UInt64] = [0, 504 << 30, (2040 << 30) - 4096]
        let pieces = Dictionary(uniqueKeysWithValues: places.map { ($0, noise(4096, seed: $0 + 1)) })
        let source = ThinDisk(identity: SourceIdentity(name: "thin", bytes: 2040 << 30), pieces: pieces)
        let store = try DirectoryImageStore(path: scratch.path)
        let request = ImageCopy.Request(image: "x.img", format: format)
        #expect(try await ImageCopy(source: source, store: store, request: request).run().verified?.isEqual == true)
        let manifest = try await CopyManifest.read(of: "x.img", in: store)
        #expect(try await manifest.verify(in: store).isEqual)
        let image = try await store.open("x.img", format: format, bytes: 2040 << 30)
        for (place, piece) in pieces { #expect(try await image.read(at: place, count: 4096) == piece) }
        try await image.close()
    }
}
