internal import Estate
internal import Foundation

/// An SR that is mounted here.
package struct DirectoryImageStore: ImageStore {
    private let path: String
    private let calls = BlockingCalls(label: "p2v.folder")

    package var url: String { "file://\(path)" }

    /// - Throws: when `path` is not a folder: an SR that is not mounted must not be created by accident.
    package init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Failure(
                "open the SR", on: path, because: "there is no such folder",
                next: "mount the SR there, or correct its address in the pool's configuration", exit: .refused)
        }
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package func location(of name: String) -> String { "\(path)/\(name)" }

    package func space() async throws -> StoreSpace {
        try await run("ask for free space") { path in
            var space = statvfs()
            guard statvfs(path, &space) == 0 else { throw SystemError.now("statvfs") }
            return StoreSpace(
                total: UInt64(space.f_blocks) * UInt64(space.f_frsize),
                free: UInt64(space.f_bavail) * UInt64(space.f_frsize))
        }
    }

    package func list() async throws -> [StoredFile] {
        try await run("list the files") { path in
            try Self.names(in: path).sorted().compactMap { name in
                var status = stat()
                guard lstat("\(path)/\(name)", &status) == 0 else {
                    // Removed between the two questions; any other error is no "there is none".
                    guard errno == ENOENT else { throw SystemError.now("lstat") }
                    return nil
                }
                guard status.st_mode & S_IFMT == S_IFREG else { return nil }
                return StoredFile(name: name, bytes: UInt64(status.st_size))
            }
        }
    }

    private static func names(in path: String) throws -> [String] {
        guard let directory = opendir(path) else { throw SystemError.now("opendir") }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw SystemError.now("readdir") }
                return names
            }
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
    }

    package func exists(_ name: String) async throws -> Bool {
        try ImageStores.check(name)
        return try await run("look for \(name)") { path in
            var status = stat()
            if lstat("\(path)/\(name)", &status) == 0 { return true }
            guard errno == ENOENT else { throw SystemError.now("lstat") }
            return false
        }
    }

    package func modified(_ name: String) async throws -> Double {
        try ImageStores.check(name)
        return try await run("inspect \(name)") { path in
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { throw SystemError.now("lstat") }
            return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
        }
    }

    package func create(_ name: String, bytes: UInt64) async throws -> any ImageFile {
        try ImageStores.check(name)
        let descriptor = try await run("create \(name)") { path in
            let descriptor = Foundation.open("\(path)/\(name)", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw SystemError.now("open") }
            guard ftruncate(descriptor, off_t(bytes)) == 0 else {
                let error = SystemError.now("ftruncate")
                close(descriptor)
                unlink("\(path)/\(name)")
                throw error
            }
            try Self.syncFolder(path)
            return descriptor
        }
        return LocalImageFile(label: location(of: name), descriptor: descriptor)
    }

    package func open(_ name: String, writing: Bool) async throws -> any ImageFile {
        try ImageStores.check(name)
        let descriptor = try await run("open \(name)") { path in
            let flags = (writing ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW
            let descriptor = Foundation.open("\(path)/\(name)", flags)
            guard descriptor >= 0 else { throw SystemError.now("open") }
            return descriptor
        }
        return LocalImageFile(label: location(of: name), descriptor: descriptor)
    }

    package func rename(_ old: String, to new: String) async throws {
        try ImageStores.check(new)
        try await run("rename \(old) to \(new)") { path in
            // link() refuses an existing name whoever made it, which rename() does not.
            if link("\(path)/\(old)", "\(path)/\(new)") == 0 {
                unlink("\(path)/\(old)")
            } else {
                let error = SystemError.now("link")
                if error.code == EEXIST, Self.isSameFile("\(path)/\(old)", "\(path)/\(new)") {
                    unlink("\(path)/\(old)")
                    return try Self.syncFolder(path)
                }
                let cannotLink = [EPERM, ENOTSUP, EMLINK].contains(error.code)
                guard cannotLink, access("\(path)/\(new)", F_OK) != 0 else { throw error }
                guard Foundation.rename("\(path)/\(old)", "\(path)/\(new)") == 0 else {
                    throw SystemError.now("rename")
                }
            }
            try Self.syncFolder(path)
        }
    }

    package func isSameFile(_ one: String, _ other: String) async throws -> Bool {
        guard try await exists(one), try await exists(other) else { return false }
        return try await run("compare \(one) and \(other)") { path in
            Self.isSameFile("\(path)/\(one)", "\(path)/\(other)")
        }
    }

    private static func isSameFile(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard lstat(one, &first) == 0, lstat(other, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    package func replace(_ old: String, with fresh: String) async throws {
        try ImageStores.check(old)
        try ImageStores.check(fresh)
        try await run("replace \(old)") { path in
            guard Foundation.rename("\(path)/\(fresh)", "\(path)/\(old)") == 0 else { throw SystemError.now("rename") }
            try Self.syncFolder(path)
        }
    }

    package func notes(creating: Bool) async throws -> (any ImageStore)? {
        let found = try await run("open the folder \(ImageStores.notesFolder)") { path in
            let folder = "\(path)/\(ImageStores.notesFolder)"
            if creating {
                if mkdir(folder, 0o700) == 0 {
                    try Self.syncFolder(path)
                } else if errno != EEXIST {
                    throw SystemError.now("mkdir")
                }
            }
            var status = stat()
            if lstat(folder, &status) != 0 {
                guard errno == ENOENT, !creating else { throw SystemError.now("lstat") }
                return false
            }
            // A link would lead notes, and the lease, to a place of somebody else's choice.
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(code: ENOTDIR, call: "open") }
            return true
        }
        return found ? try DirectoryImageStore(path: "\(path)/\(ImageStores.notesFolder)") : nil
    }

    package func remove(_ name: String) async throws {
        try ImageStores.check(name)
        try await run("remove \(name)") { path in
            guard unlink("\(path)/\(name)") == 0 || errno == ENOENT else { throw SystemError.now("unlink") }
        }
    }

    /// A new name is on the disk only when its folder is.
    private static func syncFolder(_ path: String) throws {
        let descriptor = Foundation.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.now("open") }
        defer { close(descriptor) }
        // Some network file systems cannot sync a folder, and need not.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemError.now("fsync") }
    }

    private func run<T: Sendable>(
        _ attempted: String, _ body: @escaping @Sendable (String) throws -> T
    ) async throws -> T {
        let path = path
        do { return try await calls.run { try body(path) } } catch let error as SystemError {
            throw StoreFailure.make(attempted, on: url, code: error.code, words: "\(error)")
        }
    }
}
