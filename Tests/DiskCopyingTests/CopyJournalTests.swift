import Estate
import Foundation
import TestFiles
import Testing
import DiskCopying
import ImageStores

/// Copies that are cut at their worst moments, through the files that a kill leaves.
@Suite struct CopyJournalTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func cut(_ source: MemoryDisk, after reads: Int) async throws {
        source.change {
            $0.failAfter = reads
            $0.reads = 0
        }
        let request = ImageCopy.Request(image: "x.raw", resume: true)
        await #expect(throws: Failure.self) {
            _ = try await ImageCopy(source: source, store: store, request: request).run()
        }
        source.change {
            $0.failAfter = nil
            $0.reads = 0
        }
    }

    private func resume(_ source: MemoryDisk, format: ImageFormat = .raw) async throws -> ImageCopy.Outcome {
        let request = ImageCopy.Request(image: "x.raw", format: format, resume: true)
        return try await ImageCopy(source: source, store: store, request: request).run()
    }

    private func file(_ name: String) -> String { "\(scratch.path)/\(name)" }

    // A kill -9 leaves the last seconds only in the journal; what it promises must not travel twice.
    @Test func `what the journal says is not read again when the checkpoint is lost`() async throws {
        let source = MemoryDisk(noise(12 << 20, seed: 41))
        try await cut(source, after: 9)
        try FileManager.default.removeItem(atPath: file("x.raw.checkpoint.json"))
        let outcome = try await resume(source)
        #expect(outcome.verified?.isEqual == true && source.change { $0.reads } <= 12)
        #expect(outcome.passes[0].bytesSent <= 12 << 20 && outcome.passes[0].chunksCopied == 12)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file("x.raw"))) == Data(source.change { $0.bytes }))
    }

    // A journal torn in the middle of a record must neither stop the copy nor make it believe what is not there.
    @Test(arguments: 0..<32) func `a journal torn at any byte of its last record is resumed`(torn: Int) async throws {
        let source = MemoryDisk(noise(6 << 20, seed: 42))
        try await cut(source, after: 5)
        try FileManager.default.removeItem(atPath: file("x.raw.checkpoint.json"))
        var journal = try #require(FileManager.default.contents(atPath: file("x.raw.journal")))
        // The pass that failed saved a checkpoint and emptied nothing: make a last record of our own where there is none.
        if journal.count < 32 { journal = Data(count: 32) }
        try journal.prefix(journal.count - 32 + torn).write(to: URL(fileURLWithPath: file("x.raw.journal")))
        let outcome = try await resume(source)
        #expect(outcome.verified?.isEqual == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file("x.raw"))) == Data(source.change { $0.bytes }))
    }

    // A checkpoint is replaced in steps; a kill between them, or in the middle of one, must not lose the copy.
    @Test(arguments: [0, 1, 40, 200, 300]) func `a torn checkpoint costs time, not data`(bytes: Int) async throws {
        let source = MemoryDisk(noise(6 << 20, seed: 43))
        try await cut(source, after: 5)
        let whole = try #require(FileManager.default.contents(atPath: file("x.raw.checkpoint.json")))
        try whole.prefix(bytes).write(to: URL(fileURLWithPath: file("x.raw.checkpoint.json")))
        #expect(try await resume(source).verified?.isEqual == true)
    }

    // A record whose data was lost in a power cut would leave a hole in the image.
    @Test func `a record that the target does not hold is not believed`() async throws {
        let source = MemoryDisk(noise(6 << 20, seed: 44))
        try await cut(source, after: 5)
        try FileManager.default.removeItem(atPath: file("x.raw.checkpoint.json"))
        try Data(count: 6 << 20).write(to: URL(fileURLWithPath: file("x.raw.part")))
        #expect(try await resume(source).verified?.isEqual == true)
        #expect(source.change { $0.reads } >= 6)
    }

    // The kill that comes between the name and the tidying up must not make --resume fail for ever.
    @Test func `a finished copy answers a resume with its proof`() async throws {
        let source = MemoryDisk(noise(3 << 20, seed: 45))
        let first = try await resume(source)
        source.change { $0.reads = 0 }
        let second = try await resume(source)
        #expect(second.passes == first.passes && second.verified?.isEqual == true && source.change { $0.reads } == 0)
    }

    // Going on in another format would destroy what was copied.
    @Test func `a copy is not continued in another format`() async throws {
        let source = MemoryDisk(noise(6 << 20, seed: 46))
        try await cut(source, after: 3)
        let failure = await #expect(throws: Failure.self) { _ = try await resume(source, format: .vhd) }
        #expect(failure?.exit == .refused && failure?.because.contains("raw") == true)
    }
}
