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
        // Whoever only asks whether it is held holds it for a moment.
        var tries = Self.tries
        while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
            tries -= 1
            if tries > 0 {
                usleep(20_000)
                continue
            }
            throw Failure(
                "take the lease", on: subject, because: "another p2v works on it", next: "wait until it has ended",
                exit: .busy)
        }
    }

    private static let tries = 5

    /// Whether a process holds the lease now. Asking takes it for a moment, shared.
    ///
    /// - Throws: ``Failure`` when that cannot be asked.
    static func isHeld(path: String, on subject: String) throws(Failure) -> Bool {
        let file = Descriptor(number: open(path, O_RDONLY | O_CLOEXEC))
        if file.number < 0, errno == ENOENT { return false }
        if file.number >= 0, flock(file.number, LOCK_SH | LOCK_NB) == 0 { return false }
        if file.number >= 0, errno == EWOULDBLOCK { return true }
        throw Failure(
            "see whether a p2v works on it", on: subject, because: "\(path): \(String(cString: strerror(errno)))",
            next: "check the folder's rights")
    }

    /// Closes once: a class whose initialiser throws is deinitialised as well.
    private final class Descriptor: Sendable {
        let number: Int32
        init(number: Int32) { self.number = number }
        deinit { if number >= 0 { close(number) } }
    }
}
