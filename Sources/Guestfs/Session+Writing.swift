internal import CGuestfs
internal import Glibc

/// Changing files of a guest. Paths must be resolved (``resolved(_:)``) where the call runs outside the guest's root.
extension Session {
    /// Replaces a file's content in place: owner, mode, labels and links stay. A new file gets mode 0644.
    package func write(_ path: String, _ bytes: [UInt8]) throws(GuestfsError) {
        var rest = bytes[...]
        let first = rest.prefix(Guestfs.chunk)
        rest = rest.dropFirst(first.count)
        try check("write \(path)", withCharacters(first) { guestfs_write(handle, path, $0, $1) })
        try append(to: path, Array(rest))
    }

    package func append(to path: String, _ bytes: [UInt8]) throws(GuestfsError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Guestfs.chunk)
            rest = rest.dropFirst(piece.count)
            try check("append to \(path)", withCharacters(piece) { guestfs_write_append(handle, path, $0, $1) })
        }
    }

    package func truncate(_ path: String, to bytes: UInt64) throws(GuestfsError) {
        try check("truncate \(path)", guestfs_truncate_size(handle, path, Int64(bytes)))
    }

    /// Copies a file with its mode, owner, times and extended attributes. Both paths must be resolved.
    package func copy(_ path: String, to copy: String) throws(GuestfsError) {
        try check("copy \(path)", guestfs_cp_a(handle, path, copy))
    }

    package func move(_ path: String, to target: String) throws(GuestfsError) {
        try check("move \(path)", guestfs_mv(handle, path, target))
    }

    package func remove(_ path: String) throws(GuestfsError) {
        try check("remove \(path)", guestfs_rm(handle, path))
    }

    /// Removes a directory where it is empty.
    package func removeDirectory(_ path: String) throws(GuestfsError) {
        try check("remove \(path)", guestfs_rmdir(handle, path))
    }

    package func makeDirectories(_ path: String) throws(GuestfsError) {
        try check("make \(path)", guestfs_mkdir_p(handle, path))
    }

    package func link(_ path: String, to target: String) throws(GuestfsError) {
        try check("link \(path)", guestfs_ln_s(handle, target, path))
    }

    package func setMode(_ path: String, _ mode: Int32) throws(GuestfsError) {
        try check("set the mode of \(path)", guestfs_chmod(handle, mode, path))
    }

    /// Runs a program of the guest, in the guest's root inside the appliance; no shell reads the words.
    ///
    /// - Returns: what it wrote.
    @discardableResult
    package func run(_ words: [String]) throws(GuestfsError) -> String {
        try text("run \(words.first ?? "")", withList(words) { guestfs_command(handle, $0) })
    }

    private func withCharacters<R>(_ bytes: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>, Int) -> R) -> R {
        bytes.withUnsafeBytes { raw in
            var empty: CChar = 0
            guard let base = raw.assumingMemoryBound(to: CChar.self).baseAddress else { return body(&empty, 0) }
            return body(base, raw.count)
        }
    }
}
