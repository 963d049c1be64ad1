package import Estate
internal import Glibc

/// Keeps two converters away from one server: an exclusive lock that the kernel drops when its process ends, however it
/// ends. It guards one console machine, which is where conversions are run from.
package final class Lease: Sendable {
    private let file: Int32

    /// - Throws: ``Failure`` with ``Exit/busy`` when another process holds the lease.
    package init(path: String, on subject: String) throws(Failure) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Failure(
                "take the lease", on: subject, because: "\(path): \(String(cString: strerror(errno)))",
                next: "check the folder's rights")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw Failure(
                "take the lease", on: subject, because: "another p2v works on it", next: "wait until it has ended",
                exit: .busy)
        }
    }

    deinit { close(file) }
}
