internal import Glibc

/// Eight bytes a probe over one connection that is kept open; a broken one is opened anew with the next probe.
final class EchoWire: Wire {
    private let endpoint: Endpoint
    private var descriptor: Descriptor?
    private var isConnected = false
    /// Sent or to be sent, in order: the stream answers in order.
    private var asked: [Int] = []
    private var unsent: [UInt8] = []
    private var received: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 16384)

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    func send(_ number: Int, _ sockets: SocketSet) -> Bool {
        if descriptor == nil, !connect(sockets) { return false }
        asked.append(number)
        unsent += Self.bytes(number)
        if isConnected { flush() }
        return true
    }

    func ready(_: Int32, _ sockets: SocketSet, _ ended: Ended) {
        guard let descriptor else { return }
        if !isConnected {
            guard descriptor.pendingError == 0 else { return breakOff(ended) }
            isConnected = true
            sockets.turnToReading(descriptor.number)
            flush()
            return
        }
        while true {
            let (length, age) = descriptor.receive(&buffer)
            if length == -Int(EAGAIN) { return }
            guard length > 0 else { return breakOff(ended) }
            received += buffer[..<length]
            guard takeAnswers(age, ended) else { return breakOff(ended) }
        }
    }

    func forget(_: Int) {}

    private func connect(_ sockets: SocketSet) -> Bool {
        guard let fresh = Descriptor.open(endpoint.family, SOCK_STREAM, Int32(IPPROTO_TCP)),
            fresh.connect(to: endpoint)
        else { return false }
        fresh.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        descriptor = fresh
        isConnected = false
        sockets.writing(fresh.number)
        return true
    }

    private func flush() {
        guard let descriptor, !unsent.isEmpty else { return }
        let sent = descriptor.send(unsent)
        if sent > 0 { unsent.removeFirst(sent) }
    }

    /// False when the peer sent back something else than what it got.
    private func takeAnswers(_ age: UInt64, _ ended: Ended) -> Bool {
        while received.count >= 8, let number = asked.first {
            guard received.prefix(8).elementsEqual(Self.bytes(number)) else { return false }
            received.removeFirst(8)
            asked.removeFirst()
            ended(number, .answered, age)
        }
        return received.count < 8
    }

    private func breakOff(_ ended: Ended) {
        descriptor = nil
        isConnected = false
        let broken = asked
        (asked, unsent, received) = ([], [], [])
        for number in broken { ended(number, .refused, 0) }
    }

    private static func bytes(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
