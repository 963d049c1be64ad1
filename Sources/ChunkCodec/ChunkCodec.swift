internal import CCrypto
internal import CZstd
internal import Foundation

/// # ChunkCodec: digests and compression of chunks
///
/// SHA-512/256 by OpenSSL's libcrypto, zstd frames by libzstd; the only importer of either.
///
/// ```
/// bytes ─digest→ 32 bytes, the chunk's name       bytes ─compress→ a zstd frame ─decompress→ bytes
/// ```
package enum ChunkCodec {
    /// What a library said of bytes that it could not work on.
    package struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Bytes of a digest.
    package static let digestBytes = 32
    /// zstd's own default: three quarters of what the highest levels save, at a twentieth of their time.
    private static let level: Int32 = 3

    /// SHA-512/256 (FIPS 180-4): SHA-512 with another start, cut to 256 bits; on 64-bit processors without SHA instructions
    /// quicker than SHA-256.
    package static func digest(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: digestBytes)
        var count: UInt32 = 0
        let done = unsafe EVP_Digest(bytes, bytes.count, &digest, &count, EVP_sha512_256(), nil)
        guard done == 1, count == UInt32(digestBytes) else {
            throw Refusal(description: "OpenSSL has no SHA-512/256 here")
        }
        return digest
    }

    /// One frame.
    package static func compress(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
        var status = 0
        let room = ZSTD_compressBound(bytes.count)
        let frame = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
            status = unsafe ZSTD_compress(buffer.baseAddress, room, bytes, bytes.count, level)
            filled = ZSTD_isError(status) == 0 ? status : 0
        }
        try check(status)
        return frame
    }

    /// All frames of `bytes`, whoever made them.
    ///
    /// - Parameter limit: most bytes that may come out: a frame of a few bytes can promise gigabytes.
    package static func decompress(_ bytes: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
        var status = 0
        let plain = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            status = unsafe ZSTD_decompress(buffer.baseAddress, limit, bytes, bytes.count)
            filled = ZSTD_isError(status) == 0 ? status : 0
        }
        try check(status)
        return plain
    }

    /// Whether all bytes are zeros.
    package static func isZero(_ bytes: [UInt8]) -> Bool {
        guard bytes.first == 0 else { return bytes.isEmpty }
        // Each byte is as the one before it: the C library's loop, quick in debug builds too.
        return unsafe bytes.withUnsafeBytes { all in
            unsafe memcmp(all.baseAddress!, all.baseAddress! + 1, all.count - 1) == 0
        }
    }

    private static func check(_ status: Int) throws(Refusal) {
        guard ZSTD_isError(status) != 0 else { return }
        throw Refusal(description: unsafe "zstd: \(String(cString: ZSTD_getErrorName(status)))")
    }
}
