internal import CLinux
internal import Glibc

/// A disk, a partition or an image file, opened for reading only.
package final class BlockDevice: Sendable {
    package let path: String
    /// Size in bytes. An image file's is rounded up to ``padBytes``: what is behind its end reads as zeros.
    package let size: UInt64
    /// Bytes of a logical sector: reads past the page cache are aligned to it.
    package let sectorBytes: Int
    /// Reads go past the page cache, but for what it holds of a file: that is what the file holds.
    package let direct: Bool
    package let isBlockDevice: Bool
    private let descriptor: Int32
    /// Bytes that are there.
    private let filledBytes: UInt64
    /// A file that is read past the page cache, read through it: what is in memory, and an end that is no whole
    /// ``AlignedBuffer/alignment``. Else nil.
    private let buffered: Int32?

    /// A disk's size is a multiple of this, whatever holds it.
    package static let padBytes: UInt64 = 512

    /// - Parameter cached: read through the page cache: the cache of a *mounted* partition's node holds what its file
    ///   system knows now, which may be newer than the disk.
    package init(path: String, cached: Bool = false) throws(ExportError) {
        var descriptor: Int32 = -1
        var direct = !cached
        if direct { descriptor = open(path, O_RDONLY | O_CLOEXEC | clinux_o_direct()) }
        if descriptor < 0 {
            direct = false
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw .system("open \(path)") }
        self.descriptor = descriptor
        self.path = path
        self.direct = direct
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("inspect \(path)") }
        isBlockDevice = status.st_mode & S_IFMT == S_IFBLK
        var bytes = UInt64(status.st_size)
        var sector: Int32 = 512
        if isBlockDevice {
            guard clinux_block_size(descriptor, &bytes) == 0 else { throw .system("ask the size of \(path)") }
            _ = clinux_sector_size(descriptor, &sector)
        } else if status.st_mode & S_IFMT != S_IFREG {
            throw ExportError("\(path) is neither a block device nor a file")
        }
        filledBytes = bytes
        size = isBlockDevice ? bytes : (bytes + Self.padBytes - 1) / Self.padBytes * Self.padBytes
        buffered = try direct && !isBlockDevice ? Self.opened(path) : nil
        sectorBytes = Int(sector)
        if !direct { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
    }

    deinit {
        close(descriptor)
        if let buffered { close(buffered) }
    }

    private static func opened(_ path: String) throws(ExportError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open \(path)") }
        return descriptor
    }

    /// Reads exactly `buffer.count` bytes. With ``direct``, offset, count and memory are aligned by the caller;
    /// only the end of a file may be short. An I/O error is tried three times.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ExportError) {
        if let buffered, let base = buffer.baseAddress,
            clinux_read_cached(buffered, base, buffer.count, off_t(offset)) == buffer.count
        {
            return
        }
        var done = 0
        var tries = 0
        let whole = filledBytes / UInt64(AlignedBuffer.alignment) * UInt64(AlignedBuffer.alignment)
        let descriptor = offset + UInt64(buffer.count) > whole ? buffered ?? self.descriptor : self.descriptor
        while done < buffer.count {
            let count = pread(descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset) + off_t(done))
            if count > 0 {
                done += count
            } else if count == 0, filledBytes < size, offset + UInt64(done) >= filledBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[done...]).initializeMemory(as: UInt8.self, repeating: 0)
                return
            } else if count == 0 {
                throw ExportError("\(path) ended at byte \(offset + UInt64(done))", code: EIO)
            } else if errno == EINTR {
                continue
            } else {
                tries += 1
                if tries == 3 { throw .system("read \(path) at byte \(offset + UInt64(done))") }
                usleep(200_000)
            }
        }
    }

    /// Parts of an image file that were never written and read as zeros, in whole sectors; none of a block device, which
    /// cannot tell.
    var holes: [Range<UInt64>] {
        guard !isBlockDevice else { return [] }
        var holes: [Range<UInt64>] = []
        var at: UInt64 = 0
        while at < filledBytes {
            let hole = lseek(descriptor, off_t(at), clinux_seek_hole())
            guard hole >= 0, UInt64(hole) < filledBytes else { break }
            let data = lseek(descriptor, hole, clinux_seek_data())
            // ENXIO: nothing but holes follows. Any other error says nothing, and then nothing more is a hole.
            guard data >= 0 || errno == ENXIO else { break }
            let end = data < 0 ? filledBytes : UInt64(data)
            let first = (UInt64(hole) + Self.padBytes - 1) / Self.padBytes * Self.padBytes
            let last = end / Self.padBytes * Self.padBytes
            if first < last { holes.append(first..<last) }
            at = end
        }
        return holes
    }

    /// Any range, whatever its alignment; for the small structures of partition tables and file systems.
    package func bytes(at offset: UInt64, count: Int) throws(ExportError) -> [UInt8] {
        guard count >= 0, offset <= size, UInt64(count) <= size - offset else {
            throw ExportError("\(path) has no bytes \(offset) to \(offset &+ UInt64(max(0, count)))")
        }
        let unit = UInt64(AlignedBuffer.alignment)
        let start = offset / unit * unit
        let end = min(size, (offset + UInt64(count) + unit - 1) / unit * unit)
        let buffer = AlignedBuffer(count: Int(end - start))
        try read(into: buffer.bytes, at: start)
        let skip = Int(offset - start)
        return Array(UnsafeRawBufferPointer(rebasing: buffer.bytes[skip..<(skip + count)]))
    }
}
