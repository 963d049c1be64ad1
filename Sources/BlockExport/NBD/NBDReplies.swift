internal import Synchronization

/// Sends whole replies to the client; workers take turns.
final class NBDReplies: Sendable {
    private let channel: Mutex<Channel>

    init(_ channel: Channel) {
        self.channel = Mutex(channel)
    }

    /// A chunk of a structured reply; `payload` follows `head`.
    func chunk(
        _ request: NBDRequest, _ type: NBD.Chunk, done: Bool = false, head: [UInt8] = [],
        payload: UnsafeRawBufferPointer? = nil
    ) throws(ExportError) {
        var message = Message()
        message.add(NBD.structuredReplyMagic)
        message.add(done ? NBD.replyDone : 0)
        message.add(type.rawValue)
        message.add(request.cookie)
        message.add(UInt32(head.count + (payload?.count ?? 0)))
        message.add(head)
        try send(message.bytes, payload)
    }

    /// The reply of a client without structured replies; after success, data follows by ``send(_:_:)``.
    func simple(_ request: NBDRequest, _ fault: NBD.Fault?, payload: UnsafeRawBufferPointer? = nil) throws(ExportError)
    {
        var message = Message()
        message.add(NBD.simpleReplyMagic)
        message.add(fault?.rawValue ?? 0)
        message.add(request.cookie)
        try send(message.bytes, payload)
    }

    private func send(_ head: [UInt8], _ payload: UnsafeRawBufferPointer?) throws(ExportError) {
        try channel.withLock { channel throws(ExportError) in
            if let payload { try channel.write(head, payload) } else { try channel.write(head) }
        }
    }
}
