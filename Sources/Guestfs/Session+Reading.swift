internal import CGuestfs
internal import Glibc

/// Reading files of a guest that may be hostile.
extension Session {
    /// - Returns: nil when there is no such file.
    package func status(of path: String) -> FileStatus? {
        guard let pointer = unsafe guestfs_lstatns(handle, path) else {
            noteUnanswered("look at \(path)")
            return nil
        }
        defer { unsafe guestfs_free_statns(pointer) }
        let found = unsafe pointer.pointee
        return FileStatus(
            raw: found.st_mode, owner: found.st_uid, group: found.st_gid, bytes: found.st_size,
            links: found.st_nlink)
    }

    /// The path with every symbolic link resolved inside the guest's root; nil when it leads nowhere.
    package func resolved(_ path: String) -> String? {
        guard let pointer = unsafe guestfs_realpath(handle, path) else {
            noteUnanswered("resolve \(path)")
            return nil
        }
        defer { unsafe free(pointer) }
        return unsafe String(cString: pointer)
    }

    /// Reads a regular file of at most `limit` bytes.
    ///
    /// - Returns: nil when there is no such file.
    /// - Throws: ``GuestfsError`` with `unsafeFile` for a FIFO, a device, a directory, or a file over the limit.
    package func read(_ path: String, limit: Int = 4 << 20) throws(GuestfsError) -> [UInt8]? {
        guard let real = resolved(path), let status = status(of: real) else { return nil }
        guard status.kind == .regular else {
            throw GuestfsError("read \(path)", "it is not a regular file", .unsafeFile)
        }
        guard status.bytes <= UInt64(limit) else {
            throw GuestfsError("read \(path)", "\(status.bytes) bytes are more than the limit of \(limit)", .unsafeFile)
        }
        return try read(real, from: 0, count: Int(status.bytes))
    }

    /// Reads part of a file; shorter at its end. The caller has checked that it is a regular file.
    package func read(_ path: String, from offset: UInt64, count: Int) throws(GuestfsError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let want = min(count - bytes.count, Guestfs.chunk)
            var size = 0
            let at = Int64(offset) + Int64(bytes.count)
            guard let pointer = unsafe guestfs_pread(handle, path, Int32(want), at, &size) else {
                throw failure("read \(path)")
            }
            unsafe bytes += owned(pointer, size)
            if size < want { break }
        }
        return bytes
    }

    /// Names in a directory, sorted; empty when there is no such directory.
    package func names(in directory: String) -> [String] {
        guard let real = resolved(directory), status(of: real)?.kind == .directory else { return [] }
        return unsafe listed("list \(directory)") { unsafe guestfs_ls(handle, real) }
    }

    /// Paths that match a pattern, sorted; empty when none does.
    package func glob(_ pattern: String) -> [String] {
        unsafe listed("glob \(pattern)") { unsafe guestfs_glob_expand(handle, pattern) }
    }

    private func listed(
        _ operation: String, _ call: () -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> [String] {
        guard let names = unsafe try? list(operation, unsafe call()) else {
            noteUnanswered(operation)
            return []
        }
        return names
    }

    /// Whoever asks was told that there is a link: that it cannot be read is never the answer that there is none.
    package func target(ofLink path: String) throws(GuestfsError) -> String {
        do throws(GuestfsError) {
            return try unsafe text("read the link \(path)", unsafe guestfs_readlink(handle, path))
        } catch {
            noteUnanswered(error)
            throw error
        }
    }

    /// A checksum of a whole file, taken inside the appliance: `sha256`.
    package func checksum(of path: String) throws(GuestfsError) -> String {
        try unsafe text("checksum of \(path)", unsafe guestfs_checksum(handle, "sha256", path))
    }

    /// Checksums (`sha256`) of every regular file below a directory, other file systems included, written to a file of
    /// this machine: lines of sum, two blanks, and the path from the directory. For proofs that nothing was changed.
    package func checksums(below directory: String, to file: String) throws(GuestfsError) {
        try check("checksums below \(directory)", unsafe guestfs_checksums_out(handle, "sha256", directory, file))
    }

    func owned(_ pointer: UnsafeMutablePointer<CChar>, _ size: Int) -> [UInt8] {
        defer { unsafe free(pointer) }
        return unsafe UnsafeRawBufferPointer(start: pointer, count: size).map { $0 }
    }
}
