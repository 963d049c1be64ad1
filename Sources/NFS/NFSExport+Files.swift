internal import CNFS
internal import Foundation

extension NFSExport {
    func read(_ number: Int, _ path: String, at offset: UInt64, count: Int) throws(NFSError) -> [UInt8] {
        let file = try file(number)
        let context = try live()
        var result: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                result = nfs_pread(
                    context.pointer, file, offset + UInt64(filled), UInt64(count - filled),
                    buffer.baseAddress! + filled)
                if result <= 0 { return }
                filled += Int(result)
            }
        }
        guard result >= 0 else { throw context.error("read \(path)", result) }
        return bytes
    }

    func write(_ number: Int, _ path: String, _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64) throws(NFSError)
    {
        let file = try file(number)
        let context = try live()
        var result: Int32 = 0
        bytes.withUnsafeBytes { all in
            let part = UnsafeRawBufferPointer(rebasing: all[range])
            var done = 0
            while done < part.count {
                result = nfs_pwrite(
                    context.pointer, file, offset + UInt64(done), UInt64(part.count - done),
                    part.baseAddress! + done)
                if result <= 0 { return }
                done += Int(result)
            }
        }
        if result == 0, !range.isEmpty { throw NFSError(code: EIO, message: "write \(path): the server took no bytes") }
        guard result >= 0 else { throw context.error("write \(path)", result) }
    }

    func sync(_ number: Int, _ path: String) throws(NFSError) {
        let file = try file(number)
        try call("sync \(path)") { nfs_fsync($0, file) }
    }

    func truncate(_ number: Int, _ path: String, to bytes: UInt64) throws(NFSError) {
        let file = try file(number)
        try call("set the size of \(path)") { nfs_ftruncate($0, file, bytes) }
    }

    func size(_ number: Int, _ path: String) throws(NFSError) -> UInt64 {
        let file = try file(number)
        var status = nfs_stat_64()
        try call("inspect \(path)") { nfs_fstat64($0, file, &status) }
        return status.nfs_size
    }

    func close(_ number: Int, _ path: String) throws(NFSError) {
        let file = try file(number)
        forget(number)
        try call("close \(path)") { nfs_close($0, file) }
    }
}
