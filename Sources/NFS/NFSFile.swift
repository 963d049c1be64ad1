internal import CNFS

/// An open file on an export; its calls may overlap. Close it.
package struct NFSFile: Sendable {
    package let export: NFSExport
    package let path: String
    let number: Int

    /// Up to `count` bytes from `offset`; fewer only at the end of the file.
    package func read(at offset: UInt64, count: Int) async throws(NFSError) -> [UInt8] {
        try await export.read(number, at: offset, count: count)
    }

    /// Writes all bytes. They are on the server's disk after ``sync()``.
    package func write(_ bytes: [UInt8], range: Range<Int>? = nil, at offset: UInt64) async throws(NFSError) {
        try await export.write(number, bytes, range ?? 0..<bytes.count, at: offset)
    }

    /// Returns when all that was written is on the server's disk; what a server lost by a restart is sent again.
    package func sync() async throws(NFSError) {
        try await export.sync(number)
    }

    /// Sets the size; new space reads as zeros and takes no blocks.
    package func truncate(to bytes: UInt64) async throws(NFSError) {
        try await export.truncate(number, to: bytes)
    }

    package func size() async throws(NFSError) -> UInt64 {
        try await export.size(number)
    }

    /// Bytes that the file takes on the server's storage; 0 for one that is nothing but a hole.
    package func used() async throws(NFSError) -> UInt64 {
        try await export.used(number)
    }

    package func close() async throws(NFSError) {
        try await export.close(number)
    }
}
