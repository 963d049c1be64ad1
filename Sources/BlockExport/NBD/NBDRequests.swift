internal import Synchronization

/// The requests of a client, taken one at a time by whichever worker is free.
final class NBDRequests: Sendable {
    private let channel: Mutex<Channel>
    private let over = Atomic<Bool>(false)

    init(_ channel: Channel) {
        self.channel = Mutex(channel)
    }

    /// Nil when the client said goodbye or closed.
    func next() throws(ExportError) -> NBDRequest? {
        try channel.withLock { channel throws(ExportError) in
            guard !over.load(ordering: .relaxed) else { return nil }
            guard let header = try channel.read(28) else {
                stop()
                return nil
            }
            let request = try NBDRequest(header)
            if request.isGoodbye {
                stop()
                return nil
            }
            if request.command == NBD.Command.write.rawValue { try swallow(request, channel) }
            return request
        }
    }

    func stop() { over.store(true, ordering: .relaxed) }

    /// A read-only export refuses writes, but their data is on the wire all the same.
    private func swallow(_ request: NBDRequest, _ channel: Channel) throws(ExportError) {
        guard request.length <= 64 << 20, try channel.read(Int(request.length)) != nil else {
            throw ExportError("a write of \(request.length) bytes")
        }
    }
}
