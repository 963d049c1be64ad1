internal import CGuestfs
internal import Glibc

/// Changing files of a guest. Paths must be resolved (``resolved(_:)``) where the call runs outside the guest's root.
extension Session {
    /// Replaces a file's content in place: owner, mode, labels and links stay. A new file gets mode 0644.
    package func write(_ path: String, _ bytes: [UInt8]) throws(GuestfsError) {
        var rest = bytes[...]
        let first = rest.prefix(Guestfs.chunk)
        rest = rest.dropFirst(first.count)
        try check("write \(path)", unsafe withCharacters(first) { unsafe guestfs_write(handle, path, $0, $1) })
        try append(to: path, Array(rest))
    }

    package func append(to path: String, _ bytes: [UInt8]) throws(GuestfsError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Guestfs.chunk)
            rest = rest.dropFirst(piece.count)
            try check(
                "append to \(path)", unsafe withCharacters(piece) { unsafe guestfs_write_append(handle, path, $0, $1) })
        }
    }

    package func truncate(_ path: String, to bytes: UInt64) throws(GuestfsError) {
        try check("truncate \(path)", unsafe guestfs_truncate_size(handle, path, Int64(bytes)))
    }

    /// Copies a file with its mode, owner, times and extended attributes. Both paths must be resolved.
    package func copy(_ path: String, to copy: String) throws(GuestfsError) {
        try check("copy \(path)", unsafe guestfs_cp_a(handle, path, copy))
    }

    /// Writes a file's content into another that is there, which keeps its inode, owner, mode and labels: its other names
    /// see the content too. (Copying with all attributes would take a file with several names away first.)
    package func overwrite(_ path: String, with source: String) throws(GuestfsError) {
        try check("write \(path)", unsafe guestfs_cp(handle, source, path))
    }

    package func move(_ path: String, to target: String) throws(GuestfsError) {
        try check("move \(path)", unsafe guestfs_mv(handle, path, target))
    }

    package func remove(_ path: String) throws(GuestfsError) {
        try check("remove \(path)", unsafe guestfs_rm(handle, path))
    }

    /// Removes a directory where it is empty.
    package func removeDirectory(_ path: String) throws(GuestfsError) {
        try check("remove \(path)", unsafe guestfs_rmdir(handle, path))
    }

    package func makeDirectories(_ path: String) throws(GuestfsError) {
        try check("make \(path)", unsafe guestfs_mkdir_p(handle, path))
    }

    package func link(_ path: String, to target: String) throws(GuestfsError) {
        try check("link \(path)", unsafe guestfs_ln_s(handle, target, path))
    }

    package func setMode(_ path: String, _ mode: Int32) throws(GuestfsError) {
        try check("set the mode of \(path)", unsafe guestfs_chmod(handle, mode, path))
    }

    /// Runs a program of the guest, in the guest's root inside the appliance; no shell reads the words.
    ///
    /// - Returns: what it wrote.
    @discardableResult
    package func run(_ words: [String]) throws(GuestfsError) -> String {
        try unsafe text("run \(words.first ?? "")", unsafe withList(words) { unsafe guestfs_command(handle, $0) })
    }

    private func withCharacters<R>(_ bytes: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>, Int) -> R) -> R {
        unsafe bytes.withUnsafeBytes { raw in
            var empty: CChar = 0
            guard let base = unsafe raw.assumingMemoryBound(to: CChar.self).baseAddress else {
                return unsafe body(&empty, 0)
            }
            return unsafe body(base, raw.count)
        }
    }
}
