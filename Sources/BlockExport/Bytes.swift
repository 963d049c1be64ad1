/// Questions about raw bytes that have to be asked at the speed of memory.
package enum Bytes {
    /// Whether all bytes are zero.
    package static func areZero(_ buffer: UnsafeRawBufferPointer) -> Bool {
        guard let base = buffer.baseAddress else { return true }
        let blocks = buffer.count / 64
        for block in 0..<blocks {
            let at = base + block * 64
            var any: UInt64 = 0
            for word in 0..<8 { any |= at.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self) }
            if any != 0 { return false }
        }
        var any: UInt8 = 0
        for index in (blocks * 64)..<buffer.count { any |= buffer[index] }
        return any == 0
    }

    /// The runs of `granule`-sized pieces that are not all zero, as offsets in the buffer.
    package static func dataRuns(_ buffer: UnsafeRawBufferPointer, granule: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        var at = 0
        while at < buffer.count {
            let end = min(at + granule, buffer.count)
            let zero = areZero(UnsafeRawBufferPointer(rebasing: buffer[at..<end]))
            if !zero, start == nil { start = at }
            if zero, let first = start {
                runs.append(first..<at)
                start = nil
            }
            at = end
        }
        if let first = start { runs.append(first..<buffer.count) }
        return runs
    }

    /// Whether one bit is set, least significant bit of a byte first.
    static func bit(_ index: Int, of bytes: [UInt8]) -> Bool {
        bytes[index >> 3] & (1 << UInt8(index & 7)) != 0
    }
}
