import BlockExport
import Testing

@Suite struct AllocationMapTests {
    private let map = AllocationMap(size: 1000, free: [500..<600, 100..<200, 150..<250, 900..<2000])

    // An extent that is one byte wrong loses data or copies the whole disk.
    @Test func `a range is cut into used and free extents without gaps`() {
        let extents = map.extents(in: 0..<1000)
        #expect(extents.map(\.range) == [0..<100, 100..<250, 250..<500, 500..<600, 600..<900, 900..<1000])
        #expect(extents.map(\.used) == [true, false, true, false, true, false])
        #expect(map.usedBytes == 650)
    }

    @Test func `a range may begin and end inside an extent`() {
        #expect(map.extents(in: 120..<130) == [AllocationMap.Extent(range: 120..<130, used: false)])
        #expect(map.extents(in: 240..<260).map(\.used) == [false, true])
        #expect(map.extents(in: 0..<1000, limit: 2).count == 2)
    }

    @Test func `what nobody understands is used`() {
        #expect(AllocationMap.full(10).extents(in: 0..<10) == [AllocationMap.Extent(range: 0..<10, used: true)])
    }
}
