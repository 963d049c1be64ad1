internal import Estate
internal import Foundation
internal import Glibc

/// One run of moves at a time for one store. The kernel lets go of the lease when the process ends, however it ends.
final class RunLease {
    private let descriptor: Int32

    /// - Throws: ``Failure`` (busy) with what the other run says of itself.
    init(store path: String, purpose: String) throws {
        let file = path + ".moves.lock"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw Failure(
                "take the lease for moves", on: file, because: String(cString: strerror(errno)),
                next: "check the folder's rights, or name another --store")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let other = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            close(descriptor)
            throw Failure(
                "start moving VMs", on: file, because: "already running since \(other)",
                next: "wait for it to end, or stop it", exit: .busy)
        }
        let note = "\(ISO8601DateFormatter().string(from: Date())) (\(purpose), process \(getpid()))"
        ftruncate(descriptor, 0)
        _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit { close(descriptor) }
}
