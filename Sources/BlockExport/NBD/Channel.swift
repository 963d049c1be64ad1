internal import Glibc

/// A pair of descriptors, read and written in whole pieces.
struct Channel: Sendable {
    let input: Int32
    let output: Int32

    /// Fills `buffer`. Answers false when the peer closed before the first byte.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ExportError) -> Bool {
        var done = 0
        while done < buffer.count {
            let count = Glibc.read(input, buffer.baseAddress! + done, buffer.count - done)
            if count > 0 {
                done += count
            } else if count == 0 {
                if done == 0 { return false }
                throw ExportError("the client closed in the middle of a message")
            } else if errno != EINTR {
                throw .system("read from the client")
            }
        }
        return true
    }

    func read(_ count: Int) throws(ExportError) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var failure: ExportError?
        let whole = bytes.withUnsafeMutableBytes { buffer -> Bool in
            do throws(ExportError) { return try read(into: buffer) } catch {
                failure = error
                return false
            }
        }
        if let failure { throw failure }
        return whole || count == 0 ? bytes : nil
    }

    /// Two pieces in one call as far as that goes: a client is not woken for a head of a few bytes.
    func write(_ head: [UInt8], _ payload: UnsafeRawBufferPointer) throws(ExportError) {
        let sent = head.withUnsafeBytes { head in
            let parts = [
                iovec(iov_base: UnsafeMutableRawPointer(mutating: head.baseAddress), iov_len: head.count),
                iovec(iov_base: UnsafeMutableRawPointer(mutating: payload.baseAddress), iov_len: payload.count),
            ]
            return writev(output, parts, 2)
        }
        guard sent >= 0 || errno == EINTR else { throw .system("write to the client") }
        let done = max(0, sent)
        if done < head.count { try write(Array(head[done...])) }
        try write(UnsafeRawBufferPointer(rebasing: payload[max(0, done - head.count)...]))
    }

    func write(_ buffer: UnsafeRawBufferPointer) throws(ExportError) {
        var done = 0
        while done < buffer.count {
            let count = Glibc.write(output, buffer.baseAddress! + done, buffer.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw .system("write to the client")
            }
        }
    }

    func write(_ bytes: [UInt8]) throws(ExportError) {
        var failure: ExportError?
        bytes.withUnsafeBytes { buffer in
            do throws(ExportError) { try write(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    func write(text: String) throws(ExportError) {
        try write(Array(text.utf8))
    }
}
