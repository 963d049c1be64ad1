/// Finds out how the last part of an initramfs is compressed, reading as little of it as possible.
enum InitramfsFormat {
    private static let headerBytes = 110

    /// - Parameter read: bytes of the file from an offset; fewer at its end.
    static func compression(bytes: UInt64, read: (UInt64, Int) throws -> [UInt8]) rethrows -> GuestInitramfs.Compression
    {
        var offset: UInt64 = 0
        // An archive in front (microcode) is plain cpio; walk its headers, a bounded number of them.
        for _ in 0..<4096 {
            let head = try read(offset, headerBytes)
            guard isArchive(head) else {
                return head.isEmpty ? .none : magic(head)
            }
            guard let size = field(head, 6), let name = field(head, 11), name > 0, name < 4096 else { return .unknown }
            let isTrailer = size == 0 && name == 11
            offset = align(offset + UInt64(headerBytes) + name)
            if isTrailer {
                guard let next = try skipZeros(from: offset, bytes: bytes, read) else { return .none }
                offset = next
                continue
            }
            offset = align(offset + size)
            if offset >= bytes { return .unknown }
        }
        // A long archive that is not compressed at all.
        return .none
    }

    private static func isArchive(_ head: [UInt8]) -> Bool {
        head.count == headerBytes
            && (head.starts(with: Array("070701".utf8)) || head.starts(with: Array("070702".utf8)))
    }

    /// The number-th field of eight hexadecimal digits, from 0.
    private static func field(_ head: [UInt8], _ number: Int) -> UInt64? {
        UInt64(String(decoding: head[(6 + number * 8)..<(14 + number * 8)], as: UTF8.self), radix: 16)
    }

    private static func align(_ offset: UInt64) -> UInt64 { (offset + 3) & ~3 }

    private static func skipZeros(
        from start: UInt64, bytes: UInt64, _ read: (UInt64, Int) throws -> [UInt8]
    ) rethrows -> UInt64? {
        var offset = start
        while offset < bytes {
            let piece = try read(offset, 4096)
            if piece.isEmpty { return nil }
            if let index = piece.firstIndex(where: { $0 != 0 }) { return offset + UInt64(index) }
            offset += UInt64(piece.count)
        }
        return nil
    }

    /// First bytes of each compressed format (kernel, lib/decompress.c).
    private static func magic(_ head: [UInt8]) -> GuestInitramfs.Compression {
        let magics: [([UInt8], GuestInitramfs.Compression)] = [
            ([0x1F, 0x8B], .gzip), ([0x1F, 0x9E], .gzip), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .xz),
            ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x02, 0x21], .lz4), ([0x5D, 0x00], .lzma), ([0x42, 0x5A], .bzip2),
            ([0x89, 0x4C], .lzo),
        ]
        return magics.first { head.starts(with: $0.0) }?.1 ?? .unknown
    }
}
