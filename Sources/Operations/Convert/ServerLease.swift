internal import Estate
internal import Glibc

/// One run a server and a journal: an exclusive lock that the kernel drops when its process ends, however it ends.
///
/// A second run over the same journal would put back what the first one has just made. Runs over other journals meet at
/// the images' leases on the SR, before they have anything to put back.
final class ServerLease: Sendable {
    private let file: Descriptor

    /// - Throws: ``Failure`` with ``Exit/busy`` when another process holds the lease.
    init(path: String, on subject: String) throws(Failure) {
        file = Descriptor(number: open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        guard file.number >= 0 else {
            throw Failure(
                "take the lease", on: subject, because: "\(path): \(String(cString: strerror(errno)))",
                next: "check the folder's rights")
        }
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(
                "take the lease", on: subject, because: "another p2v works on it", next: "wait until it has ended",
                exit: .busy)
        }
    }

    /// Closes once: a class whose initialiser throws is deinitialised as well.
    private final class Descriptor: Sendable {
        let number: Int32
        init(number: Int32) { self.number = number }
        deinit { if number >= 0 { close(number) } }
    }
}
