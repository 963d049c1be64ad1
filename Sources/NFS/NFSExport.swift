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
/// libnfs is not thread-safe, so the actor runs on a thread queue of its own, away from Swift's pool. Reads, writes and commits
/// of files go out at once and are answered in any order (``FileTraffic``); all else blocks the queue until it is answered, and
/// what is under way is served meanwhile. Paths count from the export: `/image.raw`.
/// Safe: open files are known by number; a pointer never leaves the actor, and goes when its file is closed.
@safe package actor NFSExport {
    struct OpenFile {
        let handle: NFSHandle
        let traffic: FileTraffic
    }

    /// The URL as given.
    package nonisolated let url: String
    private let executor = QueueExecutor(label: "p2v.nfs")
    private var context: NFSContext?
    private var files: [Int: OpenFile] = [:]
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
        context = try NFSContext(url: url, timeout: timeout, executor: executor)
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

    /// - Returns: the file's number.
    func add(_ pointer: OpaquePointer, _ path: String) throws(NFSError) -> Int {
        let handle = try unsafe NFSHandle(pointer, path, live())
        lastFile += 1
        files[lastFile] = OpenFile(handle: handle, traffic: FileTraffic(handle))
        return lastFile
    }

    func file(_ number: Int) throws(NFSError) -> OpenFile {
        guard let file = files[number] else { throw NFSError(code: EBADF, message: "the file is closed") }
        return file
    }

    func forget(_ number: Int) { files[number] = nil }
}
