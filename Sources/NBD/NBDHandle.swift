internal import CNBD
internal import Foundation

/// A connected libnbd handle; used by one thread.
/// Safe: the pointer is closed once, and not used after that.
@safe final class NBDHandle {
    private let pointer: OpaquePointer
    private var closed = false
    private let loss = Loss()
    let export: NBDLoop.Export

    init(_ wish: NBDWish = NBDWish(), _ connect: (OpaquePointer) -> Int32) throws(NBDError) {
        guard let pointer = unsafe nbd_create() else { throw Self.error() }
        unsafe self.pointer = pointer
        for context in NBDContext.allCases { unsafe nbd_add_meta_context(pointer, context.rawValue) }
        if let context = wish.bitmapContext { unsafe nbd_add_meta_context(pointer, context) }
        if !wish.export.isEmpty { unsafe nbd_set_export_name(pointer, wish.export) }
        guard unsafe connect(pointer) == 0, case let size = unsafe nbd_get_size(pointer), size >= 0 else {
            let error = Self.error()
            unsafe nbd_close(pointer)
            closed = true
            export = NBDLoop.Export(size: 0, contexts: [])
            throw error
        }
        let contexts = NBDContext.allCases.filter { unsafe nbd_can_meta_context(pointer, $0.rawValue) == 1 }
        export = NBDLoop.Export(
            size: UInt64(size), contexts: Set(contexts),
            tellsWrites: wish.bitmapContext.map { unsafe nbd_can_meta_context(pointer, $0) == 1 } ?? false)
    }

    deinit { close() }

    /// Requests under way are answered with the error.
    func close(because error: NBDError? = nil) {
        guard !closed else { return }
        closed = true
        loss.error = error
        unsafe nbd_close(pointer)
    }

    var isAlive: Bool { unsafe nbd_aio_is_dead(pointer) == 0 && nbd_aio_is_closed(pointer) == 0 }

    /// libnbd's last error on this thread.
    static func error() -> NBDError {
        let words = unsafe nbd_get_error().map { unsafe String(cString: $0) } ?? "no reason given"
        return NBDError(code: nbd_get_errno(), message: words)
    }

    /// Sends a request; its completion callback finishes the job and lets go of it.
    func issue(_ job: NBDJob) {
        job.loss = loss
        let box = unsafe Unmanaged.passRetained(job)
        let completion = unsafe nbd_completion_callback(
            callback: { user, code in
                guard let user = unsafe user, let code = unsafe code else { return 1 }
                let job = unsafe Unmanaged<NBDJob>.fromOpaque(user).takeUnretainedValue()
                unsafe job.finish(code.pointee == 0 ? nil : NBDHandle.failure(code.pointee))
                return 1
            }, user_data: unsafe box.toOpaque(),
            free: { user in
                guard let user = unsafe user else { return }
                let job = unsafe Unmanaged<NBDJob>.fromOpaque(user).takeRetainedValue()
                // A handle that is closed drops its requests without completing them.
                if job.isIssued { job.finish(job.loss?.error ?? NBDHandle.failure(ENOTCONN)) }
            })
        let cookie = unsafe send(job, completion)
        // libnbd frees the callbacks also when it refuses the request, without calling them.
        if cookie < 0 { job.finish(refusal()) } else { job.isIssued = true }
    }

    private func send(_ job: NBDJob, _ completion: nbd_completion_callback) -> Int64 {
        let (bytes, count, offset) = unsafe (job.buffer.baseAddress, job.count, job.offset)
        return switch job.kind {
        case .read:
            unsafe nbd_aio_pread_structured(pointer, bytes, count, offset, Self.counting(job), completion, 0)
        case .status: unsafe nbd_aio_block_status(pointer, UInt64(count), offset, Self.collecting(job), completion, 0)
        case .write: unsafe nbd_aio_pwrite(pointer, bytes, count, offset, completion, 0)
        case .zero: unsafe nbd_aio_zero(pointer, UInt64(count), offset, completion, 0)
        case .flush: unsafe nbd_aio_flush(pointer, completion, 0)
        }
    }

    /// On a connection that has ended libnbd calls the request invalid; it is as lost as those that were under way.
    private func refusal() -> NBDError {
        var error = Self.error()
        if !isAlive { error.disconnected = true }
        return error
    }

    private static func failure(_ code: Int32) -> NBDError {
        let gone = [ENOTCONN, ECONNRESET, EPIPE, ESHUTDOWN].contains(code)
        return unsafe NBDError(code: code, message: String(cString: strerror(code)), disconnected: gone)
    }

    private static func counting(_ job: NBDJob) -> nbd_chunk_callback {
        unsafe nbd_chunk_callback(
            callback: { user, _, count, _, status, _ in
                if let user = unsafe user, status == UInt32(LIBNBD_READ_DATA) {
                    unsafe Unmanaged<NBDJob>.fromOpaque(user).takeUnretainedValue().dataBytes += count
                }
                return 0
            }, user_data: unsafe Unmanaged.passUnretained(job).toOpaque(), free: nil)
    }

    private static func collecting(_ job: NBDJob) -> nbd_extent_callback {
        unsafe nbd_extent_callback(
            callback: { user, context, _, entries, count, _ in
                guard let user = unsafe user, let context = unsafe context, let entries = unsafe entries else {
                    return 0
                }
                unsafe Unmanaged<NBDJob>.fromOpaque(user).takeUnretainedValue()
                    .entries[String(cString: context), default: []] += UnsafeBufferPointer(start: entries, count: count)
                return 0
            }, user_data: unsafe Unmanaged.passUnretained(job).toOpaque(), free: nil)
    }

    /// Requests that have not been answered.
    var underWay: Int { unsafe Int(nbd_aio_in_flight(pointer)) }

    /// Waits for the server or for the wake-up pipe, at most a second, and lets libnbd go on.
    ///
    /// - Returns: whether the server gave a sign of life.
    func wait(orWake wake: Int32) -> Bool {
        let direction = unsafe nbd_aio_get_direction(pointer)
        var events: Int16 = 0
        if direction & UInt32(LIBNBD_AIO_DIRECTION_READ) != 0 { events |= Int16(POLLIN) }
        if direction & UInt32(LIBNBD_AIO_DIRECTION_WRITE) != 0 { events |= Int16(POLLOUT) }
        var entries = unsafe [
            pollfd(fd: nbd_aio_get_fd(pointer), events: events, revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        guard unsafe poll(&entries, 2, 1000) > 0 else { return false }
        if entries[1].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 256)
            while unsafe Foundation.read(wake, &bytes, bytes.count) == bytes.count {}
        }
        let ready = entries[0].revents
        if ready & Int16(POLLIN | POLLHUP) != 0, direction & UInt32(LIBNBD_AIO_DIRECTION_READ) != 0 {
            unsafe nbd_aio_notify_read(pointer)
        } else if ready & Int16(POLLOUT) != 0 {
            unsafe nbd_aio_notify_write(pointer)
        }
        return ready != 0
    }
}

/// Why a handle was closed, for the requests that were under way then. Only the loop's thread touches it.
final class Loss {
    var error: NBDError?
}
