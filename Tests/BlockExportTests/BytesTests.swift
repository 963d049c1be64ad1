import BlockExport
import Testing

@Suite struct BytesTests {
    // A run cut short would leave data out of the image.
    @Test func `data runs cover every byte that is not zero`() {
        var bytes = [UInt8](repeating: 0, count: 10_000)
        for at in [0, 4095, 8192, 9300] { bytes[at] = 1 }
        let runs = bytes.withUnsafeBytes { Bytes.dataRuns($0, granule: 1024) }
        #expect(runs == [0..<1024, 3072..<4096, 8192..<10_000])
    }

    @Test(arguments: [0, 1, 7, 8, 63, 64, 65, 200])
    func `one byte anywhere is seen`(at: Int) {
        var bytes = [UInt8](repeating: 0, count: 201)
        #expect(bytes.withUnsafeBytes { Bytes.areZero($0) })
        bytes[at] = 0x80
        #expect(!bytes.withUnsafeBytes { Bytes.areZero($0) })
    }
}
