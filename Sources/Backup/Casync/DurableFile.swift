internal import Estate
internal import Foundation

/// Files that are whole on the disk before they have their name.
enum DurableFile {
    /// What stands before the name of a file that is being written. Nobody reads one; ``Sweep`` removes those that were left.
    static let mark = ".p2v-"

    /// Writes beside, syncs, and gives the name in one step; the folder's own sync is the caller's.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws {
        let (folder, name) = split(path)
        let fresh = "\(folder)/\(mark)\(name).\(UUID().uuidString.prefix(8))"
        var isClosed = false
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard file >= 0 else { throw failure("write the file", path) }
        do {
            defer { isClosed = close(file) == 0 }
            try put(bytes, file, path)
            guard fsync(file) == 0 else { throw failure("sync the file", path) }
        } catch {
            unlink(fresh)
            throw error
        }
        // A full or lost server may say so only now.
        guard isClosed else {
            let error = failure("close the file", path)
            unlink(fresh)
            throw error
        }
        guard rename(fresh, path) == 0 else {
            let error = failure("name the file", path)
            unlink(fresh)
            throw error
        }
    }

    private static func put(_ bytes: [UInt8], _ file: Int32, _ path: String) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress! + done, $0.count - done) }
            if count >= 0 { done += count } else if errno != EINTR { throw failure("write the file", path) }
        }
    }

    /// All of a file. - Parameter limit: a longer one is refused.
    static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw failure("read the file", path) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("inspect the file", path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            throw Failure(
                "read the file", on: path, because: "it is no file of at most \(Bytes.text(UInt64(limit)))",
                next: "see what it is")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress! + done, $0.count - done) }
            if count == 0 { return Array(bytes.prefix(done)) }
            if count > 0 { done += count } else if errno != EINTR { throw failure("read the file", path) }
        }
        return bytes
    }

    /// Whether there is a file of this name that holds something.
    ///
    /// - Throws: where that cannot be told.
    static func exists(_ path: String) throws -> Bool {
        var status = stat()
        if lstat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFREG && status.st_size > 0 }
        guard errno == ENOENT else { throw failure("look for the file", path) }
        return false
    }

    /// A folder, and those above it that are missing, each durable.
    static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o700) == 0 { return try syncFolder(split(path).folder) }
        if errno == ENOENT {
            try makeFolder(split(path).folder)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
            return try syncFolder(split(path).folder)
        }
        guard errno == EEXIST else { throw failure("make the folder", path) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure("make the folder", on: path, because: "a file has its name", next: "see what it is")
        }
    }

    /// New names in a folder are on the disk only when it is synced.
    static func syncFolder(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("open the folder", path) }
        defer { close(folder) }
        // Some network file systems cannot sync a folder, and need not.
        guard fsync(folder) == 0 || errno == EINVAL else { throw failure("sync the folder", path) }
    }

    /// Nil where the file system does not say.
    static func freeBytes(near path: String) -> UInt64? {
        var status = statvfs()
        guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    /// Names in a folder, sorted; none where there is no such folder.
    static func names(in path: String) throws -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw failure("list the folder", path)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw failure("list the folder", path) }
                return names.sorted()
            }
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    static func remove(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure("remove the file", path) }
    }

    static func removeFolder(_ path: String) throws {
        guard rmdir(path) == 0 || errno == ENOENT else { throw failure("remove the folder", path) }
    }

    static func isFolder(_ path: String) throws -> Bool {
        var status = stat()
        if lstat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR }
        guard errno == ENOENT || errno == ENOTDIR else { throw failure("look for the folder", path) }
        return false
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// Call it before anything else can change `errno`.
    private static func failure(_ attempted: String, _ path: String) -> Failure {
        let code = errno
        let next =
            code == ENOSPC || code == EDQUOT
            ? "make room there; what is complete stays, and is not written again" : "check the folder and its rights"
        return Failure(attempted, on: path, because: String(cString: strerror(code)), next: next)
    }
}
