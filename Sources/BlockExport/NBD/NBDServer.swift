internal import Synchronization

/// A read-only NBD server for one client on a pair of descriptors.
///
/// ```
/// worker 1   lock input ─ take a request ─ unlock │ read the disk │ lock output ─ send ─ unlock
/// worker 2                lock input ─ take …     │ read …
/// ```
/// Each worker takes the next request itself, so several disk reads are under way while one reply is sent.
/// A worker holds one piece of at most 1 MiB: memory does not grow with the size of requests or disks.
struct NBDServer: Sendable {
    let view: DiskView
    let channel: Channel

    static let pieceBytes: UInt64 = 1 << 20
    /// A client without structured replies needs its data in one piece.
    static let longestSimpleRead: UInt32 = 32 << 20

    /// Serves until the client leaves.
    func run(workers: Int) throws(ExportError) {
        guard let terms = try NBDHandshake(size: view.size, channel: channel).run() else { return }
        let requests = NBDRequests(channel)
        let failure = Mutex<ExportError?>(nil)
        let answers = NBDAnswers(view: view, terms: terms, replies: NBDReplies(channel))
        Workers.run(workers) {
            let buffer = AlignedBuffer(count: Int(Self.pieceBytes) + 2 * AlignedBuffer.alignment)
            do throws(ExportError) {
                while let request = try requests.next() { try answers.answer(request, buffer: buffer.bytes) }
            } catch {
                requests.stop()
                failure.withLock { $0 = $0 ?? error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
