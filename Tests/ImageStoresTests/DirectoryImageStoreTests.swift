import Estate
import Foundation
import TestFiles
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

    // NFS has no rename that refuses to replace: a crash between its two halves leaves one file with two names.
    @Test func `a rename that was cut is finished, and another file is never taken for its own`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        let part = try scratch.file("x.raw.part", [1, 2, 3])
        try FileManager.default.linkItem(atPath: part, toPath: "\(scratch.path)/x.raw")
        #expect(try await store.isSameFile("x.raw.part", "x.raw"))
        try await store.publish("x.raw")
        #expect(try await store.list().map(\.name) == ["x.raw"])

        _ = try scratch.file("x.raw.part", [1, 2, 3])
        #expect(try await !store.finishRename("x.raw.part", to: "x.raw"))
        await #expect(throws: Failure.self) { try await store.publish("x.raw") }
        await #expect(throws: Failure.self) { try await store.rename("x.raw.part", to: "x.raw") }
        #expect(try await store.list().map(\.name) == ["x.raw", "x.raw.part"])
    }

    // A checkpoint that is gone for a moment makes a copy that is killed there start over; a lease would be free.
    @Test func `a small file is there at every moment while it is replaced`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        try await store.writeJSON([0], as: "x.json")
        let writer = Task { for number in 1...200 { try await store.writeJSON([number], as: "x.json") } }
        let path = "\(scratch.path)/x.json"
        var missing = 0
        while try #require(await store.readJSON([Int].self, from: "x.json")) != [200] {
            for _ in 0..<50 where !FileManager.default.fileExists(atPath: path) { missing += 1 }
        }
        try await writer.value
        #expect(missing == 0)
    }

    // What is there and not understood must never count as not there.
    @Test func `a small file that is torn is not absent`() async throws {
        let scratch = try Scratch()
        let store = try DirectoryImageStore(path: scratch.path)
        #expect(try await store.readJSON([Int].self, from: "x.json") == nil)
        for torn in ["", "[1,", "{}"] {
            _ = try scratch.file("x.json", Array(torn.utf8))
            let failure = await #expect(throws: Failure.self) {
                _ = try await store.readJSON([Int].self, from: "x.json")
            }
            #expect(failure?.exit == .unproved && failure?.attempted.contains("x.json") == true)
        }
        _ = try scratch.file("x.json.new", Array("[2]".utf8))
        #expect(try await store.readJSON([Int].self, from: "x.json") == [2])
    }
}
