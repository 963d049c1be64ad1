internal import CNFS
internal import Foundation

extension NFSExport {
    private static let folderType: UInt64 = 0o040000
    private static let typeMask: UInt64 = 0o170000

    /// The entries of a folder, without `.` and `..`, in no order.
    package func list(_ folder: String = "/") throws(NFSError) -> [NFSEntry] {
        var directory: OpaquePointer?
        try unsafe call("list \(folder)") { unsafe nfs_opendir($0, folder, &directory) }
        let context = try unsafe live().pointer
        defer { unsafe nfs_closedir(context, directory) }
        var entries: [NFSEntry] = []
        while let next = unsafe nfs_readdir(context, directory) {
            let entry = unsafe next.pointee
            let name = unsafe String(cString: entry.name)
            guard name != ".", name != ".." else { continue }
            let isFolder = unsafe UInt64(entry.mode) & Self.typeMask == Self.folderType
            let modified = unsafe Double(entry.mtime.tv_sec) + Double(entry.mtime_nsec) / 1e9
            unsafe entries.append(
                NFSEntry(
                    name: name, bytes: entry.size, usedBytes: entry.used, isFolder: isFolder, modified: modified,
                    number: entry.inode))
        }
        return entries
    }

    /// Size and kind of `path`; fails with `ENOENT` where there is nothing.
    package func status(of path: String) throws(NFSError) -> NFSEntry {
        var status = nfs_stat_64()
        try unsafe call("inspect \(path)") { unsafe nfs_stat64($0, path, &status) }
        return NFSEntry(
            name: path.split(separator: "/").last.map { String($0) } ?? "/", bytes: status.nfs_size,
            usedBytes: status.nfs_used, isFolder: status.nfs_mode & Self.typeMask == Self.folderType,
            modified: Double(status.nfs_mtime) + Double(status.nfs_mtime_nsec) / 1e9, number: status.nfs_ino)
    }

    package func exists(_ path: String) throws(NFSError) -> Bool {
        do {
            _ = try status(of: path)
            return true
        } catch  where error.code == ENOENT {
            return false
        }
    }

    package func space() throws(NFSError) -> NFSSpace {
        var space = statvfs()
        try unsafe call("ask for free space") { unsafe nfs_statvfs($0, "/", &space) }
        let unit = UInt64(space.f_frsize)
        return NFSSpace(total: UInt64(space.f_blocks) * unit, free: UInt64(space.f_bavail) * unit)
    }

    /// - Parameter mode: who may do what, as for `chmod`; the server's umask may take some of it away.
    package func makeFolder(_ path: String, mode: Int32 = 0o755) throws(NFSError) {
        try unsafe call("make the folder \(path)") { unsafe nfs_mkdir2($0, path, mode) }
    }

    /// Renames; an existing `new` is replaced in one step.
    package func rename(_ old: String, to new: String) throws(NFSError) {
        try unsafe call("rename \(old)") { unsafe nfs_rename($0, old, new) }
    }

    /// A second name for a file; fails with `EEXIST` where `new` exists, whoever made it.
    package func link(_ old: String, to new: String) throws(NFSError) {
        try unsafe call("name \(old) also \(new)") { unsafe nfs_link($0, old, new) }
    }

    package func remove(_ path: String) throws(NFSError) {
        try unsafe call("remove \(path)") { unsafe nfs_unlink($0, path) }
    }

    /// Opens an existing file.
    package func open(_ path: String, writing: Bool) throws(NFSError) -> NFSFile {
        var file: OpaquePointer?
        try unsafe call("open \(path)") { unsafe nfs_open($0, path, writing ? O_RDWR : O_RDONLY, &file) }
        return try unsafe adopt(file, path)
    }

    /// Makes a new file and opens it for reading and writing; fails with `EEXIST` where the name is taken.
    package func create(_ path: String, mode: Int32 = 0o600) throws(NFSError) -> NFSFile {
        var file: OpaquePointer?
        try unsafe call("create \(path)") { unsafe nfs_create($0, path, O_RDWR | O_CREAT | O_EXCL, mode, &file) }
        return try unsafe adopt(file, path)
    }

    private func adopt(_ file: OpaquePointer?, _ path: String) throws(NFSError) -> NFSFile {
        guard let file = unsafe file else { throw NFSError(code: EIO, message: "libnfs gave no file for \(path)") }
        return try unsafe NFSFile(export: self, path: path, number: add(file, path))
    }
}
