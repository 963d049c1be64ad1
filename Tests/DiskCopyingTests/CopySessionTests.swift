import Estate
import Foundation
import TestFiles
import TestSupport
import Testing
import DiskCopying
import ImageStores

/// What copy, sync and convert have in common, on a folder as the SR.
@Suite struct CopySessionTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore
    private let source = MemoryDisk(noise(40 << 20, seed: 61))

    private static let unfinished = ["x.raw.checkpoint.json", "x.raw.journal", "x.raw.part"]

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func open(
        _ source: any DiskSource, in other: (any ImageStore)? = nil
    ) async throws -> CopySession {
        try await CopySession.open(source: source, store: other ?? store, request: .init(image: "x.raw", resume: true))
    }

    private func names() async throws -> [String] { try await store.list().map(\.name) }
    private func content(_ name: String) -> [UInt8] {
        [UInt8](FileManager.default.contents(atPath: "\(scratch.path)/\(name)") ?? Data())
    }

    // Two writers in one image mix two disks, and both prove what they read a moment ago.
    @Test func `a second session is refused, through another store and in every phase of the first`() async throws {
        let elsewhere = try DirectoryImageStore(path: scratch.path + "/.")
        let busy = { (place: String) async in
            let failure = await #expect(throws: Failure.self, "\(place)") { _ = try await open(source, in: elsewhere) }
            #expect(failure?.exit == .busy, "\(place)")
        }
        let session = try await open(source)
        await busy("before the first pass")
        _ = try await session.warmPass()
        await busy("after the first pass")
        let sealed = try await session.seal(proof: try await session.lastPass())
        await busy("sealed")
        try await sealed.willChange(by: "the test")
        await busy("adapted")
        try await sealed.publish()
        let copy = ImageCopy(source: source, store: elsewhere, request: .init(image: "x.raw", resume: true))
        await #expect(throws: Failure.self) { _ = try await copy.run() }
        await sealed.close()
        #expect(try await names() == ["x.raw", "x.raw.manifest.json"])
    }

    // A Ctrl-C that keeps the lease makes the next run refuse, and the operator hunt for a file.
    @Test func `a cancelled session keeps the part and gives the lease back`() async throws {
        source.change { $0.stallsAfter = 3 }
        let session = try await open(source)
        let task = Task {
            do { _ = try await session.warmPass() } catch {
                await session.close()
                throw error
            }
        }
        try await until("it waits for a read") { source.change { $0.isStalled } }
        task.cancel()
        await #expect(throws: Failure.self) { try await task.value }
        #expect(try await names() == Self.unfinished)
        source.change { $0.stallsAfter = .max }
        let again = try await open(source)
        _ = try await again.warmPass()
        #expect(content("x.raw.part") == source.change { $0.bytes })
        await again.close()
    }

    // A source that cannot be staged must not leave a lease behind.
    @Test func `a session that cannot begin gives the lease back`() async throws {
        _ = try scratch.file("x.raw.part", [1, 2, 3])
        await #expect(throws: Failure.self) { _ = try await open(source) }
        #expect(try await names() == ["x.raw.part"])
    }

    // A resume after the adaptation would leave the guest's files half adapted and call them the server's.
    @Test func `what was adapted is read back and copied again by a session that goes on`() async throws {
        let first = try await open(source)
        _ = try await first.warmPass()
        let sealed = try await first.seal(proof: try await first.lastPass())
        try await sealed.willChange(by: "the adaptation")
        // Far from the last chunks, which every resume looks at.
        let part = try await store.open("x.raw.part", writing: true)
        try await part.write([7, 7, 7], at: 3 << 20)
        try await part.close()
        await sealed.close()

        source.change { $0.reads = 0 }
        let second = try await open(source)
        _ = try await second.warmPass()
        #expect(source.change { $0.reads } == 1)
        #expect(content("x.raw.part") == source.change { $0.bytes })
        await second.close()
    }

    // When the source is off, a conversion still has to name the image.
    @Test func `a sealed image is taken up by another process without the source, and is published once`() async throws
    {
        let first = try await open(source)
        _ = try await first.warmPass()
        let fresh = try await first.seal(proof: try await first.lastPass())
        await fresh.close()
        let sealed = try await SealedImage.open("x.raw", in: store)
        #expect(try await !sealed.isPublished)
        try await sealed.publish()
        try await sealed.publish()
        #expect(try await sealed.isPublished)
        await sealed.close()
        #expect(try await names() == ["x.raw", "x.raw.manifest.json"])
    }

    // An operator who checks a converted image must not read that his disk is broken.
    @Test func `the manifest of an adapted image says so`() async throws {
        let session = try await open(source)
        _ = try await session.warmPass()
        let sealed = try await session.seal(proof: try await session.lastPass())
        try await sealed.willChange(by: "the adaptation to KVM", now: 1000)
        await sealed.close()
        let manifest = try await CopyManifest.read(of: "x.raw", in: store)
        #expect(manifest.changed == CopyManifest.Change(by: "the adaptation to KVM", at: 1000))
        #expect(manifest.writes == .unwatched)
        let part = try await store.open("x.raw.part", writing: true)
        try await part.write([7, 7, 7], at: 3 << 20)
        try await part.close()
        let again = try await SealedImage.open("x.raw", in: store)
        try await again.publish()
        await again.close()
        let failure = manifest.failure(of: try await manifest.verify(in: store), in: store)
        #expect(failure?.exit == .unproved && failure?.because.contains("changed after its proof") == true)
        #expect(failure?.because.contains("1 of 40 chunks") == true && failure?.because.contains("differ") == false)
    }

    // An image that nobody sealed has no proof that could be published.
    @Test func `an image that was never sealed is not taken up`() async throws {
        try await open(source).close()
        let failure = await #expect(throws: Failure.self) { _ = try await SealedImage.open("x.raw", in: store) }
        #expect(failure?.exit == .unproved)
        #expect(try await !names().contains("x.raw.lease"), "the lease stayed")
    }

    // A nightly run that opens the disk anew for each pass reads all of it each time.
    @Test func `a sync of several passes uses the source's trace`() async throws {
        source.change { $0.tracing = true }
        let sync = ImageSync(source: source, store: store, request: .init(image: "x.raw", resume: true))
        var (runs, kinds) = (0, [PassResult.Kind]())
        try await sync.run(
            again: {
                runs += 1
                source.change { $0.write([1, 2, 3], at: 5 << 20) }
                return runs < 3
            },
            each: { outcome in kinds.append(outcome.passes.last?.kind ?? .full) })
        #expect(kinds == [.full, .traced, .traced])
        #expect(try await names() == Self.unfinished)
    }

    // An undo that leaves a torn image behind refuses the next conversion; one that takes a published image is worse.
    @Test func `discarding removes what was not published, and nothing else`() async throws {
        let session = try await open(source)
        await #expect(throws: Failure.self) { try await CopySession.discard("x.raw", in: store) }
        _ = try await session.warmPass()
        await session.close()
        try await CopySession.discard("x.raw", in: store)
        try await CopySession.discard("x.raw", in: store)
        #expect(try await names().isEmpty)
        let whole = ImageCopy(source: source, store: store, request: .init(image: "x.raw"))
        _ = try await whole.run()
        try await CopySession.discard("x.raw", in: store)
        #expect(try await names() == ["x.raw", "x.raw.manifest.json"])
    }

    // The kill between the two halves of the last step: both names are the one finished image.
    @Test func `an image that was cut while it got its name is finished by the next run`() async throws {
        let first = try await open(source)
        _ = try await first.warmPass()
        let sealed = try await first.seal(proof: try await first.lastPass())
        await sealed.close()
        try FileManager.default.linkItem(
            atPath: "\(scratch.path)/x.raw.part", toPath: "\(scratch.path)/x.raw")
        let request = ImageCopy.Request(image: "x.raw", resume: true)
        let outcome = try await ImageCopy(source: source, store: store, request: request).run()
        #expect(outcome.verified?.isEqual == true)
        #expect(try await names() == ["x.raw", "x.raw.manifest.json"])
        #expect(content("x.raw") == source.change { $0.bytes })
    }
}
