import Estate
import Foundation
import TestFiles
import Testing
import BlockExport
@testable import DiskCopying
import ImageStores

@Suite struct ProgramDiskSourceTests {
    // p2v-source, NBD and the copy have to agree on every byte.
    @Test func `a file is copied through p2v-source and proved`() async throws {
        let scratch = try Scratch()
        var bytes = noise(3 << 20, seed: 11) + [UInt8](repeating: 0, count: 2 << 20)
        bytes += noise((1 << 20) + 4096, seed: 12)
        let path = try scratch.file("disk", bytes)
        let source = try await ProgramDiskSource(on: .thisMachine, device: path)
        #expect(source.identity.bytes == UInt64(bytes.count))
        let store = try DirectoryImageStore(path: scratch.path)
        let (file, isNew) = try await store.stage("x.raw", bytes: UInt64(bytes.count))
        let copy = try await DiskCopy(source: source, target: file, targetIsNew: isNew)
        let result = try await copy.fullPass()
        #expect(result.bytesSent == UInt64(bytes.count - (2 << 20)))
        #expect(try await copy.verify().isEqual)
        try await file.close()
        try await store.publish("x.raw")
        #expect(FileManager.default.contents(atPath: "\(scratch.path)/x.raw") == Data(bytes))
        await source.close()
    }

    // A busy machine's copy of its own files took five times as long as p2v itself needed.
    @Test func `p2v-source stands back on a server, and here only as much as p2v does`() {
        let program = SourceProgram(path: "/p2v-source", bytes: [1])
        let here = SourceHost.thisMachine.command(program, ["serve", "/dev/sda"]).argv
        #expect(here == ["/p2v-source", "serve", "/dev/sda", "--eager"])
        #expect(!program.remoteCommand(["serve", "/dev/sda"]).contains("--eager"))
    }

    // Read past the page cache the end of such a file gives an I/O error: the disk was blamed, and its image had no end.
    @Test(arguments: [1, 511, 513, 4095, (1 << 20) + 7], ImageFormat.allCases)
    func `a file whose size is no multiple of 512 is copied, with zeros at its end`(
        rest: Int, format: ImageFormat
    ) async throws {
        let scratch = try Scratch()
        let bytes = noise((2 << 20) + rest, seed: UInt64(rest))
        let path = try scratch.file("disk", bytes)
        let padded = bytes + [UInt8](repeating: 0, count: (512 - rest % 512) % 512)
        let source = try await ProgramDiskSource(on: .thisMachine, device: path)
        #expect(source.identity.bytes == UInt64(padded.count))
        #expect(
            DiskAddress.padding(of: path, diskBytes: source.identity.bytes)?.contains("\(bytes.count) bytes") == true)
        let store = try DirectoryImageStore(path: scratch.path)
        let request = ImageCopy.Request(image: "x.img", format: format)
        #expect(try await ImageCopy(source: source, store: store, request: request).run().verified?.isEqual == true)
        let image = try await store.open("x.img", format: format, bytes: UInt64(padded.count))
        #expect(try await image.read(at: 0, count: padded.count) == padded)
        try await image.close()
    }

    // The raw disk has to be reachable past what is left out, or nobody could check it.
    @Test func `what is left out is told, and the raw disk is looked at before a copy counts as proved`() async throws {
        let scratch = try Scratch()
        let path = try scratch.file("disk", [])
        let junk = noise(256 << 10, seed: 21)
        let make = "truncate -s 200M \"$1\" && exec /usr/sbin/mke2fs -q -F -t ext4 \"$1\""
        let process = try Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", make, "sh", path])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: 113 << 20)
        try file.write(contentsOf: Data(junk))
        try file.close()
        let source = try await ProgramDiskSource(on: .thisMachine, device: path)
        let place: Range<UInt64> = (113 << 20)..<((113 << 20) + (256 << 10))
        let claim = try #require(try await source.freeClaims().first { $0.range.overlaps(place) })
        #expect(claim == FreeClaim(range: place, basis: .marks))
        #expect(try await source.rawDigest(of: place) == ChunkDigest(of: junk))
        #expect(try await source.readRaw(place) == junk)
        #expect(try await source.read(place).bytes.allSatisfy { $0 == 0 })
        let image = MemoryImage(bytes: 200 << 20)
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true)
        _ = try await copy.fullPass()
        let result = try await copy.verify()
        #expect(result.isEqual)
        // What was written to the file is looked at whole, what never was is a hole: of all 1,152 pieces few are left.
        #expect((4..<200).contains(result.free?.samples ?? 0))
        #expect(result.free?.holeSamples == FreeSample.holeCount)
        await source.close()
    }

    // A wrong device name must be told at once, in words.
    @Test func `a device that is not there is named in the failure`() async throws {
        let failure = await #expect(throws: Failure.self) {
            _ = try await ProgramDiskSource(on: .thisMachine, device: "/nowhere/disk")
        }
        #expect(failure?.description.contains("/nowhere/disk") == true)
        #expect(failure?.because.contains("No such file") == true)
    }

    // Ctrl-C that waits for reads which nobody answers any more hangs for ever.
    @Test func `a cancelled copy with reads under way stops at once`() async throws {
        let scratch = try Scratch()
        let path = try scratch.file("disk", noise(12 << 20, seed: 13))
        let source = try await ProgramDiskSource(
            on: .thisMachine, device: path, options: SourceOptions(bytesPerSecond: 4 << 20))
        let image = MemoryImage(bytes: 12 << 20)
        let (begun, signal) = AsyncStream<Void>.makeStream()
        let copy = try await DiskCopy(source: source, target: image, targetIsNew: true, report: { _ in signal.yield() })
        let task = Task { try await copy.fullPass() }
        var waiter = begun.makeAsyncIterator()
        _ = await waiter.next()
        let start = ContinuousClock.now
        task.cancel()
        let failure = await #expect(throws: Failure.self) { try await task.value }
        #expect(failure?.exit == .interrupted)
        #expect(ContinuousClock.now - start < .seconds(60))
    }
}
