internal import CNFS
internal import Foundation

/// A mounted libnfs context, destroyed with its owner: one connection, with many requests under way.
/// Safe: the pointer is made here, used only on the export's queue, and destroyed with this object.
@safe final class NFSContext: @unchecked Sendable {
    let pointer: OpaquePointer
    private let executor: QueueExecutor
    private let requests = NFSRequests()
    private var isServing = false

    init(url: String, timeout: Int, executor: QueueExecutor) throws(NFSError) {
        guard let pointer = unsafe nfs_init_context() else {
            throw NFSError(code: ENOMEM, message: "libnfs has no memory for a context")
        }
        unsafe self.pointer = pointer
        self.executor = executor
        guard let parsed = unsafe nfs_parse_url_dir(pointer, url) else {
            throw NFSError(code: EINVAL, message: "\(url) is not nfs://server/export")
        }
        defer { unsafe nfs_destroy_url(parsed) }
        guard let server = unsafe parsed.pointee.server, let path = unsafe parsed.pointee.path else {
            throw NFSError(code: EINVAL, message: "\(url) names no server or no export")
        }
        unsafe nfs_set_timeout(pointer, Int32(timeout * 1000))
        unsafe nfs_set_dircache(pointer, 0)
        let result = unsafe nfs_mount(pointer, server, path)
        guard result >= 0 else { throw error("mount", result) }
    }

    /// The error of the call that just returned `result`; read at once, before another call replaces it.
    func error(_ name: String, _ result: Int32) -> NFSError {
        let words = unsafe nfs_get_error(pointer).map { unsafe String(cString: $0) } ?? ""
        return NFSError(code: -result, message: "\(name): \(words.isEmpty ? NFSError.words(for: -result) : words)")
    }

    deinit { unsafe nfs_destroy_context(pointer) }

    // MARK: Requests

    /// Bytes of one request, as the server wants them; libnfs asks for 1 MiB at most.
    var most: Int { unsafe Int(max(512, min(nfs_get_readmax(pointer), nfs_get_writemax(pointer), 1 << 20))) }

    /// Another number after each reconnection; nil where there is none, or the kernel does not tell (before Linux 4.12).
    var connection: UInt64? {
        let number = unsafe cnfs_connection(pointer)
        return number == 0 ? nil : number
    }

    /// Begins a request. It is answered from the queue; at once where libnfs does not take it.
    func start(
        then: @escaping NFSRequests.Receiver, _ issue: (UnsafeMutablePointer<cnfs_request>?) -> Int32
    ) {
        unsafe requests.start(then: then, issue)
        serveLater()
    }

    /// Work of the queue as long as anything is under way, a little at a time: others come in between.
    private func serveLater() {
        guard !isServing, !requests.isEmpty else { return }
        isServing = true
        executor.later {
            self.isServing = false
            self.serve()
            self.serveLater()
        }
    }

    /// Waits for the server, or for a job of the queue, and takes what the server says. A request that the server does not
    /// answer in time ends in here, too.
    private func serve() {
        var places = unsafe [
            pollfd(fd: nfs_get_fd(pointer), events: Int16(nfs_which_events(pointer)), revents: 0),
            pollfd(fd: executor.bell, events: Int16(POLLIN), revents: 0),
        ]
        let found = unsafe poll(&places, 2, executor.patience())
        let events = found > 0 ? places[0].revents : 0
        let result = unsafe nfs_service(pointer, Int32(events))
        // A server that is not there yet is asked again by libnfs, and refuses at once.
        if result < 0 || events & Int16(POLLERR | POLLHUP) != 0 { usleep(20_000) }
    }
}
