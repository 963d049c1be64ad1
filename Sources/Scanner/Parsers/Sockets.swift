internal import Estate

/// What listens, and who talks to whom.
struct Sockets: Sendable, Hashable {
    var listeners: [ListeningSocket] = []
    var connections: [Connection] = []

    /// An address and a port as ss, netstat and we write them: `10.0.0.1:22`, `[::]:22`, `*:22`, `:::22`.
    struct Endpoint: Sendable, Hashable {
        var address: String
        var port: Int

        init?(_ text: String) {
            guard let colon = text.lastIndex(of: ":") else { return nil }
            let number = text[text.index(after: colon)...]
            guard let port = number == "*" ? 0 : Int(number), (0...65_535).contains(port) else { return nil }
            var address = text[..<colon]
            if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
            // `10.0.0.1%eth0` names an interface; the address is what counts.
            address = address.prefix { $0 != "%" }
            // One IPv4 peer of a dual-stack socket.
            if address.hasPrefix("::ffff:"), address.contains(".") { address = address.dropFirst(7) }
            self.init(address: String(address), port: port)
        }

        init(address: String, port: Int) {
            self.address = address
            self.port = port
        }
    }

    mutating func add(
        _ transport: String, state: String, local: Endpoint, peer: Endpoint, process: String?, unit: String? = nil
    ) {
        switch state {
        case "LISTEN", "UNCONN":
            let socket = ListeningSocket(
                transport: transport, address: local.address, port: local.port, process: process, unit: unit)
            if local.port > 0, !listeners.contains(socket) { listeners.append(socket) }
        case "ESTAB", "ESTABLISHED":
            connections.append(
                Connection(
                    transport: transport, localAddress: local.address, localPort: local.port,
                    peerAddress: peer.address, peerPort: peer.port, process: process))
        default: break
        }
    }
}
