internal import Estate
internal import Foundation

/// The file of a store, for its owner's eyes: profiles tell how to attack a server room.
struct StoreFile {
    let path: String

    /// Makes folder and file where they are not there yet; SQLite gives its `-wal` and `-shm` the file's own mode.
    func prepare() throws(Failure) {
        do {
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw failure("its folder cannot be made (\(error.localizedDescription))")
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw failure(errno == EISDIR ? "it is a folder" : String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        for file in [path, path + "-wal", path + "-shm"] { try restrict(file) }
    }

    /// A file of an older p2v may be open to all. One that belongs to somebody else is left as it is.
    private func restrict(_ file: String) throws(Failure) {
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & 0o077 != 0 else { return }
        guard chmod(file, 0o600) == 0 || errno == EPERM else { throw failure(String(cString: strerror(errno))) }
    }

    private func failure(_ because: String) -> Failure {
        Failure(
            "open the store", on: path, because: because,
            next: "check that the folder can be written, or name another file with --store")
    }
}
