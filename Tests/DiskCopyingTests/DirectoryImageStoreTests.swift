import Estate
import Testing
import ImageStores

@Suite struct DirectoryImageStoreTests {
    // Two servers with one image name would destroy each other's disk.
    @Test func `an image never replaces another`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        _ = try scratch.file("x.raw", [1, 2, 3])
        await #expect(throws: Failure.self) { _ = try await store.stage("x.raw", bytes: 4096) }
        _ = try scratch.file("y.raw.part", [4])
        _ = try scratch.file("y.raw", [5])
        await #expect(throws: Failure.self) { try await store.rename("y.raw.part", to: "y.raw") }
        #expect(try await store.list().map(\.name) == ["x.raw", "y.raw", "y.raw.part"])
    }

    // A torn file under its final name would be started as a VM.
    @Test func `an image has its name only once it is published`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        let (file, isNew) = try await store.stage("x.raw", bytes: 8192)
        #expect(isNew)
        try await file.write([7, 8], at: 4000)
        try await file.sync()
        #expect(try await store.list().map(\.name) == ["x.raw.part"])
        #expect(try await store.stage("x.raw", bytes: 8192).isNew == false)
        try await store.publish("x.raw")
        #expect(try await store.list() == [StoredFile(name: "x.raw", bytes: 8192)])
        #expect(store.location(of: "x.raw") == "\(scratch.path)/x.raw")
    }

    // A name with a slash could write anywhere on this machine.
    @Test(arguments: ["", "../x", "a/b", ".hidden"])
    func `a name that is not a plain file is refused`(name: String) async throws {
        let store = try DirectoryImageStore(path: "/tmp")
        await #expect(throws: Failure.self) { _ = try await store.create(name, bytes: 1) }
    }

    // An SR that is not mounted must not be made as a local folder and fill the root disk.
    @Test func `a missing folder is refused`() {
        #expect(throws: Failure.self) { _ = try DirectoryImageStore(path: "/nowhere/sr") }
    }

    // The copy would fail after hours instead of at once.
    @Test func `an image that is larger than the free space is refused with both numbers`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        let failure = await #expect(throws: Failure.self) { _ = try await store.stage("x.raw", bytes: 1 << 60) }
        #expect(failure?.exit == .refused && failure?.because.contains("1152921504606846976") == true)
    }
}
