import Testing

@testable import BlockExport

@Suite struct TraceTests {
    /// A record as the kernel writes it.
    private func record(sector: UInt64, bytes: UInt32, action: UInt32 = 8, extra: Int = 0, magic: UInt32 = 0x6561_7407)
        -> [UInt8]
    {
        func number<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
            withUnsafeBytes(of: value.littleEndian) { Array($0) }
        }
        let head = number(magic) + number(UInt32(1)) + number(UInt64(0)) + number(sector) + number(bytes)
        let tail = number(action) + number(UInt32(0)) + number(UInt32(0)) + number(UInt32(0)) + number(UInt16(0))
        return head + tail + number(UInt16(extra)) + [UInt8](repeating: 9, count: extra)
    }

    // A write that is overlooked is missing in the image; the kernel hands records out in pieces of any length.
    @Test(arguments: [1, 7, 48, 49, 1000]) func `writes are found however the stream is cut`(piece: Int) {
        let stream =
            record(sector: 8, bytes: 4096) + record(sector: 100, bytes: 512, extra: 20)
            + record(sector: 4, bytes: 0) + record(sector: 5, bytes: 512, action: 3)
            + record(sector: 1 << 32, bytes: 1024)
        var records = TraceRecords()
        var found: [Range<UInt64>] = []
        for start in stride(from: 0, to: stream.count, by: piece) {
            let end = min(start + piece, stream.count)
            #expect(records.add(stream[start..<end]) { found.append($0) })
        }
        let written: [Range<UInt64>] = [4096..<8192, 51200..<51712, (1 << 41)..<((1 << 41) + 1024)]
        #expect(found == written)
    }

    // A stream that makes no sense must break the tracing, not be guessed at.
    @Test func `noise is no trace`() {
        var records = TraceRecords()
        #expect(!records.add(record(sector: 1, bytes: 512, magic: 0x1234_5678)[...]) { _ in })
    }

    @Test func `a map tells what was marked, in pieces of its granule`() {
        var map = DirtyMap(size: 1 << 20)
        map.mark(5000..<5001)
        map.mark(8192..<20000)
        map.mark(((1 << 20) - 1)..<(1 << 21))
        let dirty = map.extents(in: 0..<(1 << 20), limit: .max).filter(\.dirty).map(\.range)
        #expect(dirty == [4096..<20480, ((1 << 20) - 4096)..<(1 << 20)])
        #expect(map.extents(in: 5000..<6000, limit: .max).map(\.range) == [5000..<6000])
    }

    // The map of a large disk must fit into the memory of a small server.
    @Test func `the map of 16 TiB has 64 Mi bits`() {
        let map = DirtyMap(size: 16 << 40)
        #expect(map.granule == 256 << 10)
    }

    // Space that was freed reads as zeros from then on: an image that keeps the old bytes would differ.
    @Test func `space that became free or used is told`() {
        let old = AllocationMap(size: 1000, free: [100..<200, 300..<400])
        let new = AllocationMap(size: 1000, free: [100..<150, 300..<500, 900..<1000])
        #expect(new.differences(from: old) == [150..<200, 400..<500, 900..<1000])
        #expect(old.differences(from: old).isEmpty)
    }
}
