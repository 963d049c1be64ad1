import Estate
import Foundation
import TestFiles
import Testing

@testable import ImageStores

/// What an image says that it holds. A place that it leaves out is taken for zeros by the proof of a copy.
@Suite struct ImageDataTests {
    private let scratch: Scratch
    private let store: DirectoryImageStore
    private let disk: UInt64 = 4 << 30
    private let places: [UInt64] = [0, (1 << 30) + 12_288, (4 << 30) - 4096]

    init() throws {
        scratch = try Scratch()
        store = try DirectoryImageStore(path: scratch.path)
    }

    private func image(_ format: ImageFormat) async throws -> any ImageFile {
        let file = try await store.stage("x.img", format: format, bytes: disk, needed: 0).file
        for place in places { try await file.write(noise(4096, seed: place + 1), at: place) }
        try await file.sync()
        return file
    }

    @Test(arguments: [ImageFormat.raw, .qcow2, .vhd, .vhdFixed])
    func `all that was written is told, and little else`(format: ImageFormat) async throws {
        let file = try await image(format)
        let ranges = try #require(try await file.dataRanges())
        for place in places { #expect(ranges.contains { $0.contains(place) && $0.contains(place + 4095) }, "\(place)") }
        #expect(ranges.reduce(0) { $0 + $1.count } <= 3 * 2 << 20 && ranges.allSatisfy { $0.upperBound <= disk })
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        try await file.zero(places[1]..<(places[1] + 4096))
        #expect(try await file.dataRanges() != nil)
        try await file.close()
    }

    // The writer's memory knows a block that the file has lost: a proof that asks the memory is green.
    @Test(arguments: [ImageFormat.qcow2, .vhd])
    func `an entry that never reached the file is no data`(format: ImageFormat) async throws {
        let file = try await image(format)
        let raw = try await store.open("x.img.part", writing: true)
        if format == .vhd {
            try await raw.write([UInt8](repeating: 0xFF, count: 4), at: 1536 + 4 * (places[1] / (2 << 20)))
        } else {
            let layout = Qcow2Layout(bytes: disk)
            let entry = layout.tableOffset(Int(places[1] / Qcow2Layout.tableSpan))
            let index = places[1] % Qcow2Layout.tableSpan / Qcow2Layout.clusterBytes
            try await raw.write([UInt8](repeating: 0, count: 8), at: entry + index * 8)
        }
        try await raw.close()
        let ranges = try #require(try await file.dataRanges())
        #expect(places.map { place in ranges.contains { $0.contains(place) } } == [true, false, true])
        try await file.close()
    }

    @Test func `a file that is all hole holds nothing, and one that is all data all of it`() async throws {
        let empty = try await store.create("empty.raw", bytes: 1 << 30)
        #expect(try await empty.dataRanges() == [])
        try await empty.close()
        let full = try await store.create("full.raw", bytes: 0)
        try await full.write(noise(8192, seed: 1), at: 0)
        #expect(try await full.dataRanges() == [0..<8192])
        try await full.close()
    }
}
