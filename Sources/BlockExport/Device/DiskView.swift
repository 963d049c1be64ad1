/// The disk as it is copied: free ranges read as zeros, all else as it is.
struct DiskView: Sendable {
    let disk: LiveDisk
    let throttle: Throttle

    var size: UInt64 { disk.device.size }

    /// Fills the start of `buffer` with `range`, rounded outwards to 4096 bytes, and answers where `range` begins in it.
    ///
    /// - Parameter buffer: 8 KiB larger than the range, aligned.
    /// - Returns: the bytes of `range`, and whether anything in it is used (else it was not read).
    func read(
        _ range: Range<UInt64>, buffer: UnsafeMutableRawBufferPointer
    ) throws(ExportError) -> (bytes: UnsafeMutableRawBufferPointer, used: Bool) {
        let extents = disk.map.extents(in: range)
        guard extents.contains(where: \.used) else { return (place(of: range, in: buffer).bytes, false) }
        let bytes = try readRaw(range, buffer: buffer)
        for extent in extents where !extent.used {
            let from = Int(extent.range.lowerBound - range.lowerBound)
            UnsafeMutableRawBufferPointer(rebasing: bytes[from..<(from + extent.range.count)])
                .initializeMemory(as: UInt8.self, repeating: 0)
        }
        return (bytes, true)
    }

    /// As it is on the disk, free or not; ``read(_:buffer:)`` says what `buffer` has to be.
    func readRaw(
        _ range: Range<UInt64>, buffer: UnsafeMutableRawBufferPointer
    ) throws(ExportError) -> UnsafeMutableRawBufferPointer {
        let place = place(of: range, in: buffer)
        throttle.spend(place.whole.count)
        try throttle.timed { () throws(ExportError) in try disk.device.read(into: place.whole, at: place.start) }
        return place.bytes
    }

    private func place(
        of range: Range<UInt64>, in buffer: UnsafeMutableRawBufferPointer
    ) -> (start: UInt64, whole: UnsafeMutableRawBufferPointer, bytes: UnsafeMutableRawBufferPointer) {
        let unit = UInt64(AlignedBuffer.alignment)
        let start = range.lowerBound / unit * unit
        let end = min(size, (range.upperBound + unit - 1) / unit * unit)
        let whole = UnsafeMutableRawBufferPointer(rebasing: buffer[0..<Int(end - start)])
        let skip = Int(range.lowerBound - start)
        return (start, whole, UnsafeMutableRawBufferPointer(rebasing: whole[skip..<(skip + range.count)]))
    }
}
