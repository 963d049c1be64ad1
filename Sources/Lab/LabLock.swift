internal import Estate
internal import Glibc

/// Only one p2v at a time changes a lab. The kernel drops the lock when the process ends, however it ends.
final class LabLock: Sendable {
    private let file: Int32

    init(_ path: String) throws(Failure) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw LocalFile.failure("open the lab's lock", path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw Failure(
                "change the lab", on: path, because: "another p2v is starting, repairing or removing it",
                next: "wait for it to end", exit: .busy)
        }
    }

    deinit { close(file) }
}
