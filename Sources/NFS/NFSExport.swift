internal import CNFS
internal import Foundation

/// # NFS: files on an export, without a mount
///
/// NFS version 3 through libnfs, as the user and group that the URL names (`nfs://server/export?uid=0&gid=0`; else the
/// process's own). The only importer of CNFS.
///
/// ```
/// NFSExport(url) ─┬ list, status, space, rename, link, remove
///                 └ open, create → NFSFile ─ read, write, truncate, sync, close
/// ```
/// libnfs blocks and is not thread-safe, so the actor runs on a thread queue of its own, away from Swift's pool.
/// Paths count from the export: `/image.raw`.
/// Safe: open files are known by number; a pointer never leaves the actor, and goes when its file or the export is closed.
@safe package actor NFSExport {
    /// The URL as given.
    package nonisolated let url: String
    private let executor = QueueExecutor(label: "p2v.nfs")
    private var context: NFSContext?
    private var files: [Int: OpaquePointer] = unsafe [:]
    /// By file.
    var uncommitted: [Int: UncommittedWrites] = [:]
    private var lastFile = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Mounts the export.
    ///
    /// - Parameter timeout: seconds that one call may take before it fails; a server that restarts within them is
    ///   waited for, and the call is sent again.
    package init(url: String, timeout: Int = 90) async throws(NFSError) {
        self.url = url
        try mount(timeout: timeout)
    }

    private func mount(timeout: Int) throws(NFSError) {
        context = try NFSContext(url: url, timeout: timeout)
    }

    func live() throws(NFSError) -> NFSContext {
        guard let context else { throw NFSError(code: ENOTCONN, message: "the export is closed") }
        return context
    }

    /// Runs a libnfs call that answers 0 or more, or -errno.
    @discardableResult
    func call(
        _ name: String, _ body: (OpaquePointer) -> Int32
    ) throws(NFSError) -> Int32 {
        let context = try live()
        let result = unsafe body(context.pointer)
        guard result >= 0 else { throw context.error(name, result) }
        return result
    }

    func add(_ file: OpaquePointer) -> Int {
        lastFile += 1
        unsafe files[lastFile] = file
        return lastFile
    }

    func file(_ number: Int) throws(NFSError) -> OpaquePointer {
        guard let file = unsafe files[number] else { throw NFSError(code: EBADF, message: "the file is closed") }
        return unsafe file
    }

    func forget(_ number: Int) {
        unsafe files[number] = nil
        uncommitted[number] = nil
    }

    /// Closes all files and leaves the export.
    package func close() {
        guard let context else { return }
        unsafe files.values.forEach { unsafe nfs_close(context.pointer, $0) }
        unsafe files = [:]
        uncommitted = [:]
        self.context = nil
    }
}
