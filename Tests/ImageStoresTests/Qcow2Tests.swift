import Estate
import Foundation
import TestFiles
import Testing

@testable import ImageStores

private let region: UInt64 = 2 << 20
private let hasQemu = FileManager.default.isExecutableFile(atPath: "/usr/bin/qemu-img")

/// Our writer of qcow2. What it wrote is read by QEMU, which knows nothing of us.
@Suite(.enabled(if: hasQemu, "needs qemu-utils")) struct Qcow2Tests {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private var part: String { "\(scratch.path)/x.qcow2.part" }

    private func stage(_ bytes: UInt64) async throws -> any ImageFile {
        try await store.stage("x.qcow2", format: .qcow2, bytes: bytes, needed: 0).file
    }

    /// The disk as `qemu-img convert` reads it, and nothing wrong with the image, not even a lost cluster.
    private func disk() throws -> [UInt8] {
        let raw = "\(scratch.path)/read.raw"
        #expect(try qemu("check", "-f", "qcow2", part) == 0)
        #expect(try qemu("convert", "-f", "qcow2", "-O", "raw", part, raw) == 0)
        return Array(FileManager.default.contents(atPath: raw) ?? Data())
    }

    private func qemu(_ words: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/qemu-img")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    // Ends of clusters, regions and tables are where a wrong number hides.
    @Test(arguments: [512, 65535, 65536, 65537, region - 1, region + 1, 512 << 20, (512 << 20) + 513] as [UInt64])
    func `the first and the last byte of a disk are where QEMU looks for them`(bytes: UInt64) async throws {
        let file = try await stage(bytes)
        try await file.write([1], at: 0)
        try await file.write([2], at: bytes - 1)
        try await file.finish()
        #expect(try qemu("check", "-f", "qcow2", part) == 0)
        let reader = try await store.open("x.qcow2.part", format: .qcow2, bytes: bytes)
        let near = Int(min(bytes, 200_000))
        let (head, tail) = (
            try await reader.read(at: 0, count: near), try await reader.read(at: bytes - UInt64(near), count: near)
        )
        try await reader.close()
        #expect(head.first == 1 && head.dropFirst().dropLast().allSatisfy { $0 == 0 })
        #expect(tail.last == 2 && tail.dropFirst().dropLast().allSatisfy { $0 == 0 })
    }

    // An empty or a huge disk must not cost more than its tables.
    @Test func `an empty image of 16 TiB is small and whole`() async throws {
        let file = try await stage(16 << 40)
        try await file.write([7], at: 9 << 40)
        try await file.finish()
        #expect(try qemu("check", "-f", "qcow2", part) == 0)
        var status = stat()
        #expect(stat(part, &status) == 0 && status.st_blocks * 512 < 4 << 20)
        let reader = try await store.open("x.qcow2.part", format: .qcow2, bytes: 16 << 40)
        #expect(try await reader.read(at: 9 << 40, count: 2) == [7, 0])
        try await reader.close()
    }

    // Pieces arrive in any order and several at once: two that meet in one cluster must not empty it for each other.
    @Test func `writers that meet in one cluster lose nothing`() async throws {
        let data = noise(Int(3 * region), seed: 41)
        let file = try await stage(3 * region)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let piece = 24 << 10
            for at in stride(from: 0, to: data.count, by: piece).shuffled() {
                let end = min(at + piece, data.count)
                group.addTask { try await file.write(data, range: at..<end, at: UInt64(at)) }
            }
            try await group.waitForAll()
        }
        let own = try await file.read(at: 0, count: data.count) == data
        try await file.finish()
        let same = try disk() == data
        #expect(own && same)
    }

    // A resumed copy that forgets clusters leaves holes; one that does not empty them shows what was there before.
    @Test(arguments: [false, true]) func `an image that was cut, or only not yet renamed, is continued`(finished: Bool)
        async throws
    {
        var data = noise(Int(4 * region), seed: 42)
        let first = try await stage(4 * region)
        try await first.write(data, range: Int(2 * region)..<Int(3 * region), at: 2 * region)
        try await first.write([5], at: 100)
        if finished { try await first.finish() }
        try await first.close()
        // What a killed writer left behind the last region.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(repeating: 0xEE, count: 300_000))
        try handle.close()
        let (second, isNew) = try await store.stage("x.qcow2", format: .qcow2, bytes: 4 * region)
        #expect(!isNew && second is Qcow2ImageFile)
        try await second.write([9], at: 3 * region + 70_000)
        try await second.zero((2 * region + 10)..<(2 * region + 200_000))
        try await second.write([8], at: 2 * region + 70_000)
        try await second.finish()
        for at in data.indices where at < 2 * region || at >= 3 * region { data[at] = 0 }
        for at in Int(2 * region) + 10..<Int(2 * region) + 200_000 { data[at] = 0 }
        data[100] = 5
        data[Int(3 * region) + 70_000] = 9
        data[Int(2 * region) + 70_000] = 8
        let same = try disk() == data
        #expect(same)
    }

    // Writing on in tables of another's making would tear a disk that somebody still needs.
    @Test func `an image that QEMU made is left to QEMU`() async throws {
        #expect(try qemu("create", "-q", "-f", "qcow2", part, "4M") == 0)
        let file = try await store.open("x.qcow2.part", format: .qcow2, bytes: 4 << 20, writing: true)
        #expect(file is QemuImageFile)
        try await file.write([3], at: 1 << 20)
        try await file.finish()
        #expect(try disk()[1 << 20] == 3)
    }

    // An image that is not finished must say so to whoever opens it.
    @Test func `an unfinished image is marked, a finished one is not`() async throws {
        let file = try await stage(region)
        func mark() throws -> UInt8 { try #require(FileManager.default.contents(atPath: part))[79] }
        #expect(try mark() == 1)
        try await file.finish()
        #expect(try mark() == 0)
    }
}
