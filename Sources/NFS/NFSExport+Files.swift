internal import CNFS

extension NFSExport {
    func read(_ number: Int, at offset: UInt64, count: Int) async throws(NFSError) -> [UInt8] {
        try await file(number).traffic.read(at: offset, count: count)
    }

    func write(_ number: Int, _ bytes: [UInt8], _ range: Range<Int>, at offset: UInt64) async throws(NFSError) {
        try await file(number).traffic.write(UncommittedWrites.Write(bytes: bytes, range: range, offset: offset))
    }

    /// Returns when all that was written is on the server's disk, sent again where the server restarted meanwhile.
    func sync(_ number: Int) async throws(NFSError) { try await file(number).traffic.sync() }

    func truncate(_ number: Int, to bytes: UInt64) async throws(NFSError) {
        let file = try file(number)
        try await file.traffic.alone { (lost) throws(NFSError) in
            if let lost { throw lost }
            try unsafe call("set the size of \(file.handle.path)") {
                unsafe nfs_ftruncate($0, file.handle.pointer, bytes)
            }
        }
    }

    func size(_ number: Int) throws(NFSError) -> UInt64 {
        let file = try file(number)
        return try max(status(of: file).nfs_size, file.traffic.end)
    }

    /// Bytes that the file takes on the server.
    func used(_ number: Int) throws(NFSError) -> UInt64 { try status(of: file(number)).nfs_used }

    /// Closes in any case; fails when what was written cannot be brought to the server's disk.
    func close(_ number: Int) async throws(NFSError) {
        let file = try file(number)
        forget(number)
        try await file.traffic.alone { (lost) throws(NFSError) in
            try unsafe call("close \(file.handle.path)") { unsafe nfs_close($0, file.handle.pointer) }
            if let lost { throw lost }
        }
    }

    private func status(of file: OpenFile) throws(NFSError) -> nfs_stat_64 {
        var status = nfs_stat_64()
        try unsafe call("inspect \(file.handle.path)") { unsafe nfs_fstat64($0, file.handle.pointer, &status) }
        return status
    }
}
