internal import CLinux
internal import Estate
internal import Glibc

/// Probes of one packet each over one socket: ping and DNS.
final class PacketWire: Wire {
    private let descriptor: Descriptor
    private let codec: any PacketCodec
    private var watched = false
    private var latest = -1
    private var buffer = [UInt8](repeating: 0, count: 2048)

    private init(_ descriptor: Descriptor, _ codec: any PacketCodec) {
        self.descriptor = descriptor
        self.codec = codec
        descriptor.set(SOL_SOCKET, SO_RCVBUF, 1 << 20)
        clinux_stamp_arrivals(descriptor.number)
    }

    /// - Throws: ``Failure`` when there is no route at all.
    static func dns(_ spec: ProbeSpec, _ endpoint: Endpoint, _ codec: DNSCodec) throws(Failure) -> PacketWire {
        guard let socket = Descriptor.open(endpoint.family, SOCK_DGRAM, Int32(IPPROTO_UDP)),
            socket.connect(to: endpoint)
        else { throw failure(spec, "\(String(cString: strerror(errno)))", "check the address and the routes") }
        return PacketWire(socket, codec)
    }

    /// A raw socket for root, else the unprivileged ping socket of icmp(7).
    static func ping(_ spec: ProbeSpec, _ endpoint: Endpoint, mark: UInt64) throws(Failure) -> PacketWire {
        let isIPv6 = endpoint.family == AF_INET6
        let transport = isIPv6 ? Int32(IPPROTO_ICMPV6) : Int32(IPPROTO_ICMP)
        let raw = Descriptor.open(endpoint.family, SOCK_RAW, transport)
        guard let socket = raw ?? Descriptor.open(endpoint.family, SOCK_DGRAM, transport),
            socket.connect(to: endpoint)
        else {
            throw failure(
                spec, String(cString: strerror(errno)),
                "run p2v as root, or allow ping sockets: sysctl net.ipv4.ping_group_range=\"0 2147483647\"")
        }
        if raw != nil, !isIPv6 { clinux_only_echo_replies(socket.number) }
        return PacketWire(
            socket, EchoRequestCodec(mark: mark, isIPv6: isIPv6, hasIPHeader: raw != nil && !isIPv6))
    }

    func send(_ number: Int, _ sockets: SocketSet) -> Bool {
        if !watched {
            sockets.reading(descriptor.number)
            watched = true
        }
        latest = max(latest, number)
        let question = codec.question(number)
        if descriptor.send(question) == question.count { return true }
        // The error may belong to an earlier packet (a port that was closed, a neighbour that did not answer).
        return descriptor.send(question) == question.count
    }

    func ready(_: Int32, _: SocketSet, _ ended: Ended) {
        // An error belongs to some earlier packet, which will time out: it ends nothing, and reading it clears it.
        var errors = 0
        while errors < 2 {
            let (length, age) = descriptor.receive(&buffer)
            if length == -Int(EAGAIN) { return }
            guard length > 0 else {
                errors += 1
                continue
            }
            if let (number, outcome) = codec.answer(buffer[..<length], latest: latest) { ended(number, outcome, age) }
        }
    }

    func forget(_: Int) {}

    private static func failure(_ spec: ProbeSpec, _ reason: String, _ next: String) -> Failure {
        Failure("open the probe", on: spec.description, because: reason, next: next)
    }
}
