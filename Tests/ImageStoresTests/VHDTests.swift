import Estate
import Foundation
import TestFiles
import Testing
import ImageStores

private let block: UInt64 = 2 << 20
private let limit: UInt64 = 2040 << 30

@Suite struct VHDTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore

    /// One byte around each of the first six block boundaries.
    private static let aroundBlocks: [UInt64] = (1...6 as ClosedRange<UInt64>).flatMap { boundary -> [UInt64] in
        [boundary * block - 1, boundary * block, boundary * block + 1]
    }

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func image(
        _ bytes: UInt64, _ parts: [UInt64: [UInt8]], format: ImageFormat = .vhd
    ) async throws -> String {
        let (file, isNew) = try await store.stage("x.vhd", format: format, bytes: bytes, needed: 0)
        #expect(isNew)
        for (offset, data) in parts { try await file.write(data, at: offset) }
        try await file.finish()
        try await file.close()
        return "\(scratch.path)/x.vhd.part"
    }

    // XenServer takes no size that is not a multiple of 2 MiB, and one bad image hides all others of its SR.
    @Test(arguments: [ImageFormat.vhd, .vhdFixed], Self.aroundBlocks)
    func `sizes are rounded up to 2 MiB and geometries never reach past them`(format: ImageFormat, bytes: UInt64)
        async throws
    {
        let path = try await image(bytes, [0: [1], bytes - 1: [2]], format: format)
        let reader = try VHDReader(path: path)
        #expect(reader.size == (bytes + block - 1) / block * block)
        #expect(reader.geometryBytes <= reader.size && reader.geometryBytes > reader.size * 9 / 10)
        let ends = try [reader.read(0..<1), reader.read((bytes - 1)..<bytes)]
        #expect(ends == [[1], [2]])
        #expect(try await store.problems(of: "x.vhd.part", format: format).isEmpty)
    }

    // The largest disks are the ones nobody tests: sector numbers come close to 32 bits there.
    @Test(arguments: [limit - block - 1, limit - block, limit - 1, limit])
    func `a VHD at the limit holds its first and its last byte`(bytes: UInt64) async throws {
        let path = try await image(bytes, [0: [1], bytes - 1: [2]])
        let reader = try VHDReader(path: path)
        #expect(reader.size == (bytes + block - 1) / block * block && reader.allocated == 2)
        #expect(try reader.read((bytes - 1)..<bytes) == [2])
        #expect(try await VHDCheck.problems(of: store.open("x.vhd.part", writing: false)).isEmpty)
    }

    /// A block below, at and above each size where something in the format changes: 256 MiB (the table's first sector is
    /// full), the geometry's tracks of 31 and 63 sectors, its last cylinder with 63 and with 255; and 504 GiB.
    private static let boundaries: [UInt64] = boundarySectors.flatMap { (sectors: UInt64) -> [UInt64] in
        let whole: UInt64 = sectors / 4096 * block
        return [whole - block, whole, whole + block]
    }

    private static let boundarySectors: [UInt64] = [
        524_288, 69_632, 507_904, 66_059_280, 267_382_800, 1_056_964_608,
    ]

    // Readers of others cut off what lies beyond the size that they believe.
    @Test(arguments: Self.boundaries + [limit - block, limit])
    func `a VHD of every kind of size is read to its end by our own reader and by QEMU`(bytes: UInt64) async throws {
        let path = try await image(bytes, [0: [1], bytes / 2 / 512 * 512: [3], bytes - 512: [2]])
        let reader = try VHDReader(path: path)
        #expect(reader.size == bytes && reader.geometryBytes <= bytes)
        let places: [UInt64] = [0, bytes / 2 / 512 * 512, bytes - 512]
        let seen: [[UInt8]] = try places.map { (place: UInt64) in try reader.read(place..<(place + 2)) }
        #expect(seen == [[1, 0], [3, 0], [2, 0]])
        #expect(try await VHDCheck.problems(of: store.open("x.vhd.part", writing: false)).isEmpty)
        let told = try run(["qemu-img", "info", "--output=json", "-f", "vpc", path])
        #expect(told.contains("\"virtual-size\": \(bytes),"), "\(told)")
        // A pattern that differs ends with 1.
        let reads = ["read -P 1 0 1", "read -P 2 \(bytes - 512) 1", "read -P 0 \(bytes - 511) 511"]
        _ = try run(["qemu-io", "-r", "-f", "vpc"] + reads.flatMap { ["-c", $0] } + [path])
    }

    private func run(_ arguments: [String]) throws -> String {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = arguments
        let pipe = Pipe()
        (program.standardOutput, program.standardError) = (pipe, pipe)
        try program.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        #expect(program.terminationStatus == 0, "\(text)")
        return text
    }

    // One fixed VHD hides every image of its SR: XenServer's scan fails with error 22.
    @Test(arguments: [
        "70327600-0000-4000-8009-000000000001/a.vhd", "70327600-0000-4000-8009-000000000001/x",
        "sr/11111111-2222-4333-8444-555555555555.vhd",
    ])
    func `a fixed VHD is not made on an SR`(path: String) async throws {
        let parts = path.split(separator: "/").map(String.init)
        let folder = "\(scratch.path)/\(parts[0])"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let sr = try DirectoryImageStore(path: folder)
        await #expect {
            _ = try await sr.stage(parts[1], format: .vhdFixed, bytes: block)
        } throws: { error in
            let failure = error as? Failure
            return failure?.exit == .refused && failure?.because.contains("scan of the whole SR") == true
        }
        #expect(try await sr.list().isEmpty)
        let dynamic = try await sr.stage(parts[1], format: .vhd, bytes: block)
        try await dynamic.file.close()
    }

    @Test func `a fixed VHD is named by the check of an SR, and is fine elsewhere`() async throws {
        _ = try await image(block, [0: [1]], format: .vhdFixed)
        let file = try await store.open("x.vhd.part", writing: false)
        #expect(try await VHDCheck.problems(of: file).joined().contains("fixed VHD"))
        #expect(try await VHDCheck.problems(of: file, fixedIsFine: true).isEmpty)
    }

    // XenServer refuses larger ones only after the copy of two tebibytes.
    @Test(arguments: [limit + 1, limit + block, 64 << 40])
    func `beyond 2040 GiB nothing is begun`(bytes: UInt64) async throws {
        let failure = await #expect(throws: Failure.self) {
            _ = try await store.stage("x.vhd", format: .vhd, bytes: bytes, needed: 0)
        }
        #expect(failure?.exit == .refused && failure?.because.contains("2040 GiB") == true)
        #expect(try await store.list().isEmpty)
    }

    // Readers that look at the geometry (old BIOS guests) would cut the disk off, or read past its end.
    @Test(arguments: [
        Disk(sectors: 4096, reached: 60 * 4 * 17), Disk(sectors: 66 << 11, reached: 993 * 8 * 17),
        Disk(sectors: 1 << 21, reached: 2080 * 16 * 63), Disk(sectors: 1 << 28, reached: 65535 * 16 * 255),
    ])
    func `geometries are those of the specification`(disk: Disk) async throws {
        let reader = try VHDReader(path: try await image(disk.sectors * 512, [:]))
        #expect(reader.geometryBytes / 512 == disk.reached)
    }

    struct Disk: Sendable {
        var sectors: UInt64
        var reached: UInt64
    }

    // Blocks are written in any order and by several writers: two that meet in one block must not make it twice.
    @Test func `writers that meet in one block lose nothing`() async throws {
        let data = noise(Int(3 * block), seed: 21)
        let (file, _) = try await store.stage("x.vhd", format: .vhd, bytes: 3 * block)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let piece = 1 << 19
            for at in stride(from: 0, to: data.count, by: piece).shuffled() {
                group.addTask { try await file.write(data, range: at..<(at + piece), at: UInt64(at)) }
            }
            try await group.waitForAll()
        }
        #expect(try await file.read(at: 0, count: data.count) == data)
        try await file.finish()
        let reader = try VHDReader(path: "\(scratch.path)/x.vhd.part")
        let whole = try reader.read(0..<(3 * block))
        #expect(reader.allocated == 3 && whole == data)
    }

    // A resumed copy that forgets blocks leaves holes; one that makes them again grows without end.
    @Test func `a VHD that was cut is continued`() async throws {
        let data = noise(Int(block), seed: 22)
        let (first, _) = try await store.stage("x.vhd", format: .vhd, bytes: 4 * block)
        try await first.write(data, at: 2 * block)
        try await first.close()
        let (second, isNew) = try await store.stage("x.vhd", format: .vhd, bytes: 4 * block)
        #expect(!isNew)
        #expect(try await second.read(at: 2 * block, count: data.count) == data)
        try await second.write([9], at: 2 * block + 5)
        try await second.write([8], at: 0)
        try await second.zero((2 * block + 10)..<(2 * block + 4096))
        try await second.finish()
        let reader = try VHDReader(path: "\(scratch.path)/x.vhd.part")
        #expect(reader.allocated == 2)
        var expected = data
        expected[5] = 9
        for at in 10..<4096 { expected[at] = 0 }
        let (third, start) = (try reader.read((2 * block)..<(3 * block)), try reader.read(0..<2))
        #expect(third == expected && start == [8, 0])
    }

    // A warm copy is looked at while its server works: what QEMU cannot open is told as "nobody can say whether it starts".
    @Test func `a VHD that is not finished can be opened by QEMU, with its last block begun`() async throws {
        let (file, _) = try await store.stage("x.vhd", format: .vhd, bytes: 4 * block)
        try await file.write([7], at: block)
        try await file.sync()
        let path = "\(scratch.path)/x.vhd.part"
        _ = try run(["qemu-img", "info", "-f", "vpc", path])
        try await file.write([8], at: 3 * block)
        try await file.finish()
        #expect(try VHDReader(path: path).read((3 * block)..<(3 * block + 1)) == [8])
    }

    // A table entry that outlived its block in a power cut would show old bytes of the SR's disk.
    @Test func `a block whose bitmap was lost reads as zeros and can be written`() async throws {
        let path = try await image(2 * block, [0: noise(4096, seed: 23)])
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let sector = firstBlock(path)
        try handle.seek(toOffset: sector * 512)
        try handle.write(contentsOf: Data(count: 512))
        try handle.close()
        let file = try await store.open("x.vhd.part", format: .vhd, bytes: 2 * block, writing: true)
        #expect(try await file.read(at: 0, count: 4096).allSatisfy { $0 == 0 })
        try await file.write([7], at: 512)
        try await file.finish()
        #expect(try VHDReader(path: path).read(0..<513) == [UInt8](repeating: 0, count: 512) + [7])
    }

    // A damaged VHD that is published makes the scan of the whole SR fail.
    @Test(arguments: [0, 64, 512 + 36, 1536, 1536 + 2])
    func `a byte flipped in footer, header or table is seen`(place: Int) async throws {
        let path = try await image(4 * block, [0: [1], 3 * block: [2]])
        var bytes = try #require(FileManager.default.contents(atPath: path))
        bytes[place] ^= 0x40
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(try await !VHDCheck.problems(of: store.open("x.vhd.part", writing: false)).isEmpty)
    }

    private func firstBlock(_ path: String) -> UInt64 {
        let table = FileManager.default.contents(atPath: path)?[1536..<1540] ?? Data()
        return table.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
