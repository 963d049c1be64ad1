internal import CNFS
internal import Foundation

extension NFSExport {
    func read(_ number: Int, _ path: String, at offset: UInt64, count: Int) throws(NFSError) -> [UInt8] {
        let file = try unsafe file(number)
        let context = try live()
        var result: Int32 = 0
        var bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                result = unsafe nfs_pread(
                    context.pointer, file, offset + UInt64(filled), UInt64(count - filled),
                    buffer.baseAddress! + filled)
                if result <= 0 { return }
                filled += Int(result)
            }
        }
        guard result >= 0 else { throw context.error("read \(path)", result) }
        uncommitted[number]?.overlay(&bytes, at: offset, count: count)
        return bytes
    }

    func write(_ number: Int, _ path: String, _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64) throws(NFSError)
    {
        if try keep(UncommittedWrites.Write(bytes: bytes, range: range, offset: offset), number, path) {
            try sync(number, path)
        }
    }

    /// - Returns: whether so much is kept that it should be committed.
    private func keep(_ write: UncommittedWrites.Write, _ number: Int, _ path: String) throws(NFSError) -> Bool {
        var pending = uncommitted.removeValue(forKey: number) ?? UncommittedWrites()
        defer { uncommitted[number] = pending }
        try pending.begin { () throws(NFSError) in try commit(number, path) }
        try send(write, number, path)
        pending.add(write)
        return pending.isFull
    }

    /// Returns when all that was written is on the server's disk, sent again where the server restarted meanwhile.
    func sync(_ number: Int, _ path: String) throws(NFSError) {
        var pending = uncommitted.removeValue(forKey: number) ?? UncommittedWrites()
        defer { uncommitted[number] = pending }
        try pending.settle(
            commit: { () throws(NFSError) in try commit(number, path) },
            send: { (write) throws(NFSError) in try send(write, number, path) })
    }

    func truncate(_ number: Int, _ path: String, to bytes: UInt64) throws(NFSError) {
        if uncommitted[number]?.writes.isEmpty == false { try sync(number, path) }
        let file = try unsafe file(number)
        try unsafe call("set the size of \(path)") { unsafe nfs_ftruncate($0, file, bytes) }
    }

    func size(_ number: Int, _ path: String) throws(NFSError) -> UInt64 {
        let file = try unsafe file(number)
        var status = nfs_stat_64()
        try unsafe call("inspect \(path)") { unsafe nfs_fstat64($0, file, &status) }
        return max(status.nfs_size, uncommitted[number]?.end ?? 0)
    }

    /// Bytes that the file takes on the server.
    func used(_ number: Int, _ path: String) throws(NFSError) -> UInt64 {
        let file = try unsafe file(number)
        var status = nfs_stat_64()
        try unsafe call("inspect \(path)") { unsafe nfs_fstat64($0, file, &status) }
        return status.nfs_used
    }

    /// Closes in any case; fails when what was written cannot be brought to the server's disk.
    func close(_ number: Int, _ path: String) throws(NFSError) {
        let file = try unsafe file(number)
        var lost: NFSError?
        if uncommitted[number]?.writes.isEmpty == false {
            do throws(NFSError) { try sync(number, path) } catch { lost = error }
        }
        forget(number)
        try unsafe call("close \(path)") { unsafe nfs_close($0, file) }
        if let lost { throw lost }
    }

    // MARK: Calls

    private func send(_ write: UncommittedWrites.Write, _ number: Int, _ path: String) throws(NFSError) {
        let file = try unsafe file(number)
        let context = try live()
        var result: Int32 = 0
        unsafe write.bytes.withUnsafeBytes { all in
            let part = unsafe UnsafeRawBufferPointer(rebasing: all[write.range])
            var done = 0
            while done < part.count {
                result = unsafe nfs_pwrite(
                    context.pointer, file, write.offset + UInt64(done), UInt64(part.count - done),
                    part.baseAddress! + done)
                if result <= 0 { return }
                done += Int(result)
            }
        }
        if result == 0, !write.range.isEmpty {
            throw NFSError(code: EIO, message: "write \(path): the server took no bytes")
        }
        guard result >= 0 else { throw context.error("write \(path)", result) }
    }

    /// - Returns: the server's verifier, another one after each of its restarts.
    private func commit(_ number: Int, _ path: String) throws(NFSError) -> UInt64 {
        let file = try unsafe file(number)
        var verifier: UInt64 = 0
        try unsafe call("commit \(path)") { unsafe cnfs_commit($0, file, &verifier) }
        return verifier
    }
}
