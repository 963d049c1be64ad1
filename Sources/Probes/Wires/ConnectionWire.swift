internal import CLinux
internal import Glibc

/// A new connection for every probe; with a request, also the first line of its answer (HTTP).
final class ConnectionWire: Wire {
    private struct Open {
        var descriptor: Descriptor
        var number: Int
        var connected = false
        var received: [UInt8] = []
    }

    private let endpoint: Endpoint
    private let request: [UInt8]?
    private var open: [Int32: Open] = [:]
    private var buffer = [UInt8](repeating: 0, count: 2048)

    /// - Parameter request: sent once connected; nil asks for the connection alone.
    init(_ endpoint: Endpoint, request: [UInt8]?) {
        self.endpoint = endpoint
        self.request = request
    }

    static func request(_ spec: ProbeSpec, path: String) -> [UInt8] {
        let host = spec.host.contains(":") ? "[\(spec.host)]" : spec.host
        return Array("GET \(path) HTTP/1.1\r\nHost: \(host):\(spec.port)\r\nConnection: close\r\n\r\n".utf8)
    }

    func send(_ number: Int, _ sockets: SocketSet) -> Bool {
        guard let descriptor = Descriptor.open(endpoint.family, SOCK_STREAM, Int32(IPPROTO_TCP)) else { return false }
        clinux_reset_on_close(descriptor.number)
        guard descriptor.connect(to: endpoint) else { return false }
        sockets.writing(descriptor.number)
        open[descriptor.number] = Open(descriptor: descriptor, number: number)
        return true
    }

    func ready(_ descriptor: Int32, _ sockets: SocketSet, _ ended: Ended) {
        guard var connection = open[descriptor] else { return }
        guard let outcome = advance(&connection, sockets) else {
            open[descriptor] = connection
            return
        }
        open[descriptor] = nil
        ended(connection.number, outcome, 0)
    }

    func forget(_ number: Int) {
        if let found = open.first(where: { $0.value.number == number }) { open[found.key] = nil }
    }

    /// Nil while the probe has not ended.
    private func advance(_ connection: inout Open, _ sockets: SocketSet) -> ProbeSample.Outcome? {
        if !connection.connected {
            if connection.descriptor.pendingError != 0 { return .refused }
            guard let request else { return .answered }
            connection.connected = true
            sockets.turnToReading(connection.descriptor.number)
            return connection.descriptor.send(request) == request.count ? nil : .refused
        }
        let (length, _) = connection.descriptor.receive(&buffer)
        if length == -Int(EAGAIN) { return nil }
        guard length > 0 else { return .refused }
        connection.received += buffer[..<length]
        return Self.verdict(connection.received)
    }

    /// `HTTP/1.1 200 …`: answered below 400, refused otherwise; nil while the status has not come.
    static func verdict(_ received: [UInt8]) -> ProbeSample.Outcome? {
        guard received.count >= 12 else { return nil }
        let line = String(decoding: received.prefix(12), as: UTF8.self).split(separator: " ")
        guard line.count == 2, line[0].hasPrefix("HTTP/1."), let status = Int(line[1]) else { return .refused }
        return (200..<400).contains(status) ? .answered : .refused
    }
}
