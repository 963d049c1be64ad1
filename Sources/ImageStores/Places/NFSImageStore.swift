internal import Estate
internal import Foundation
internal import NFS

/// An SR on an NFS export, reached without a mount: the machine that converts need not be a pool host.
package struct NFSImageStore: ImageStore {
    package let url: String
    private let export: NFSExport
    /// What stands before each name: empty, or the folder of the notes.
    private let prefix: String

    /// - Parameter url: `nfs://server/export`. Without `uid=` and `gid=` in it, files are written as root, as a pool
    ///   host's QEMU expects them.
    package init(url: String) async throws {
        self.url = url
        prefix = ""
        let asRoot = url.contains("uid=") ? url : url + (url.contains("?") ? "&" : "?") + "uid=0&gid=0"
        do { export = try await NFSExport(url: asRoot) } catch {
            throw Failure(
                "mount the SR", on: url, because: "\(error)",
                next: "check that the server is up, exports this path over NFSv3, and that this machine may reach it")
        }
    }

    private init(_ store: NFSImageStore, folder: String) {
        export = store.export
        prefix = store.prefix + "/" + folder
        let parts = store.url.split(separator: "?", maxSplits: 1)
        url = parts[0] + (parts[0].hasSuffix("/") ? "" : "/") + folder + (parts.count > 1 ? "?\(parts[1])" : "")
    }

    private func path(_ name: String) -> String { "\(prefix)/\(name)" }

    package func location(of name: String) -> String {
        let base = url.split(separator: "?", maxSplits: 1)[0]
        return base + (base.hasSuffix("/") ? "" : "/") + name
    }

    package func space() async throws -> StoreSpace {
        let space = try await run("ask for free space") { () throws(NFSError) in try await export.space() }
        return StoreSpace(total: space.total, free: space.free)
    }

    package func list() async throws -> [StoredFile] {
        let entries = try await run("list the files") { () throws(NFSError) in
            try await export.list(prefix.isEmpty ? "/" : prefix)
        }
        return entries.filter { !$0.isFolder }.map { StoredFile(name: $0.name, bytes: $0.bytes) }
            .sorted { $0.name < $1.name }
    }

    package func exists(_ name: String) async throws -> Bool {
        try ImageStores.check(name)
        return try await run("look for \(name)") { () throws(NFSError) in try await export.exists(path(name)) }
    }

    package func modified(_ name: String) async throws -> Double {
        try ImageStores.check(name)
        return try await run("inspect \(name)") { () throws(NFSError) in
            try await export.status(of: path(name)).modified
        }
    }

    package func create(_ name: String, bytes: UInt64) async throws -> any ImageFile {
        try ImageStores.check(name)
        let file = try await run("create \(name)") { () throws(NFSError) in
            let file = try await export.create(path(name))
            try await file.truncate(to: bytes)
            return file
        }
        return NFSImageFile(label: location(of: name), file: file)
    }

    package func open(_ name: String, writing: Bool) async throws -> any ImageFile {
        try ImageStores.check(name)
        let file = try await run("open \(name)") { () throws(NFSError) in
            try await export.open(path(name), writing: writing)
        }
        return NFSImageFile(label: location(of: name), file: file)
    }

    package func rename(_ old: String, to new: String) async throws {
        try ImageStores.check(new)
        // LINK refuses an existing name whoever made it, which RENAME does not.
        try await run("rename \(old) to \(new)") { () throws(NFSError) in
            do throws(NFSError) { try await export.link(path(old), to: path(new)) } catch {
                // Cut before, or asked twice since the first answer was lost.
                guard error.code == EEXIST, try await isSame(old, new) else { throw error }
            }
            try await removeIfThere(old)
        }
    }

    package func isSameFile(_ one: String, _ other: String) async throws -> Bool {
        guard try await exists(one), try await exists(other) else { return false }
        return try await run("compare \(one) and \(other)") { () throws(NFSError) in try await isSame(one, other) }
    }

    private func isSame(_ one: String, _ other: String) async throws(NFSError) -> Bool {
        do throws(NFSError) {
            return try await export.status(of: path(one)).number == export.status(of: path(other)).number
        } catch {
            guard error.code == ENOENT else { throw error }
            return false
        }
    }

    private func removeIfThere(_ name: String) async throws(NFSError) {
        do throws(NFSError) { try await export.remove(path(name)) } catch {
            guard error.code == ENOENT else { throw error }
        }
    }

    package func replace(_ old: String, with fresh: String) async throws {
        try ImageStores.check(old)
        try ImageStores.check(fresh)
        try await run("replace \(old)") { () throws(NFSError) in
            try await export.rename(path(fresh), to: path(old))
        }
    }

    package func notes(creating: Bool) async throws -> (any ImageStore)? {
        let folder = path(ImageStores.notesFolder)
        let found = try await run("open the folder \(ImageStores.notesFolder)") { () throws(NFSError) in
            if creating {
                do throws(NFSError) { try await export.makeFolder(folder, mode: 0o700) } catch {
                    guard error.code == EEXIST else { throw error }
                }
            }
            do throws(NFSError) {
                guard try await export.status(of: folder).isFolder else {
                    throw NFSError(code: ENOTDIR, message: "\(folder) is no folder")
                }
                return true
            } catch {
                guard error.code == ENOENT, !creating else { throw error }
                return false
            }
        }
        return found ? NFSImageStore(self, folder: ImageStores.notesFolder) : nil
    }

    package func remove(_ name: String) async throws {
        try ImageStores.check(name)
        try await run("remove \(name)") { () throws(NFSError) in try await removeIfThere(name) }
    }

    private func run<T: Sendable>(_ attempted: String, _ body: () async throws(NFSError) -> T) async throws -> T {
        do throws(NFSError) { return try await body() } catch {
            throw StoreFailure.make(attempted, on: url, code: error.code, words: error.message)
        }
    }
}
