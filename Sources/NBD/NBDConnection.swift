internal import Foundation

/// # NBD: a client of network block devices
///
/// Through libnbd; the only importer of CNBD. One thread owns the handle and keeps all requests under way at once;
/// callers wait for theirs without holding a thread.
///
/// ```
/// read ─┐                      ┌─ ssh host p2v-source serve /dev/sda   (or a URI)
/// read ─┼→ queue → NBDLoop ────┤
/// read ─┘         (one thread) └→ replies → each caller
/// ```
package final class NBDConnection: Sendable {
    /// Bytes of the export.
    package let size: UInt64
    /// What the server can tell of its disk.
    package let contexts: Set<NBDContext>
    /// The server can tell used from free space.
    package var tellsAllocation: Bool { contexts.contains(.allocation) }
    /// The server shows the bitmap that was asked for.
    package let tellsWrites: Bool
    let loop: NBDLoop
    /// Seconds that a server may owe answers without a sign of life; then the connection counts as lost.
    package static let defaultPatience = 120

    /// Starts `command` and speaks NBD with it over its standard input and output.
    ///
    /// - Parameter preamble: sent to the command before NBD begins, for a command that first receives its own program.
    /// - Throws: ``NBDError`` with what the command wrote to standard error.
    package convenience init(
        command: [String], preamble: [UInt8] = [], export: String = "", bitmap: String? = nil,
        patience: Int = defaultPatience
    ) async throws(NBDError) {
        try await self.init(
            NBDLoop(.command(command, preamble), patience: patience, wish: NBDWish(export: export, bitmap: bitmap)))
    }

    /// Connects to a server's socket on this machine.
    ///
    /// - Parameters:
    ///   - export: the server's name of the disk.
    ///   - bitmap: QEMU's name of a bitmap of what was written, for ``written(in:)``.
    package convenience init(
        socket: String, export: String, bitmap: String? = nil, patience: Int = defaultPatience
    ) async throws(NBDError) {
        try await self.init(
            NBDLoop(.socket(socket), patience: patience, wish: NBDWish(export: export, bitmap: bitmap)))
    }

    /// Connects to `nbd://host`, `nbd+unix:///?socket=…` and the like.
    package convenience init(uri: String, patience: Int = defaultPatience) async throws(NBDError) {
        try await self.init(NBDLoop(.uri(uri), patience: patience))
    }

    /// Starts a server that takes its listening socket from its parent (sd_listen_fds(3): qemu-nbd, nbdkit); it ends with
    /// the connection.
    ///
    /// - Parameter errors: a file that receives its standard error.
    package convenience init(
        activating command: [String], errors: String, patience: Int = defaultPatience
    ) async throws(NBDError) {
        try await self.init(NBDLoop(.activated(command, errors: errors), patience: patience))
    }

    private init(_ loop: NBDLoop) async throws(NBDError) {
        let export = try await loop.start()
        self.loop = loop
        size = export.size
        contexts = export.contexts
        tellsWrites = export.tellsWrites
    }

    /// What a read brought.
    package struct Read: Sendable {
        package var bytes: [UInt8]
        /// Bytes that travelled as data; the rest were holes.
        package var dataBytes: Int
    }

    /// Reads `count` bytes; any number of reads may be under way.
    package func read(at offset: UInt64, count: Int) async throws(NBDError) -> Read {
        try await loop.read(at: offset, count: count)
    }

    /// Writes `bytes` at `offset`.
    package func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) async throws(NBDError) {
        try await loop.write(bytes, at: offset)
    }

    /// Makes a range read as zeros.
    package func zero(_ range: Range<UInt64>) async throws(NBDError) { try await loop.zero(range) }

    /// Returns when all that was written is on the server's disk.
    package func flush() async throws(NBDError) { try await loop.flush() }

    package struct Extent: Sendable, Hashable {
        package var range: Range<UInt64>
        /// False where the server says that it holds zeros and nothing else.
        package var used: Bool

        package init(range: Range<UInt64>, used: Bool) {
            self.range = range
            self.used = used
        }
    }

    /// Ends the connection and the command, at once: calls under way fail.
    package func close() { loop.stop() }

    /// Closes, and returns when the command has ended.
    package func end() async { await loop.end() }

    deinit { loop.stop() }
}
