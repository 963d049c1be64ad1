import Glibc

/// Real sockets on 127.0.0.1, each served by a thread: a DNS server that can fall silent, a TCP echo, an HTTP answer.
final class LoopbackServer: @unchecked Sendable {
    let port: UInt16
    private let descriptor: Int32

    private init(_ type: __socket_type) {
        let descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, size)
                _ = getsockname(descriptor, $0, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Its thread closes the socket: one that is still on its way would serve the next socket of the same number.
    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Answers every query with 192.0.2.10, unless `answers` says no for the query's index (from 0).
    static func dns(answers: @escaping @Sendable (Int) -> Bool = { _ in true }) -> LoopbackServer {
        let server = LoopbackServer(SOCK_DGRAM)
        let descriptor = server.descriptor
        detach {
            defer { Glibc.close(descriptor) }
            var index = 0
            var buffer = [UInt8](repeating: 0, count: 512)
            while true {
                var peer = sockaddr()
                var size = socklen_t(MemoryLayout<sockaddr>.size)
                let length = recvfrom(descriptor, &buffer, buffer.count, 0, &peer, &size)
                guard length > 0 else { return }
                defer { index += 1 }
                guard answers(index) else { continue }
                var reply = Array(buffer[..<length])
                reply[2] = 0x85
                reply[7] = 1
                reply += [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 10]
                sendto(descriptor, reply, reply.count, 0, &peer, size)
            }
        }
        return server
    }

    /// Accepts, writes `greeting`, then sends back what it gets.
    static func echo(greeting: String = "") -> LoopbackServer {
        let server = LoopbackServer(SOCK_STREAM)
        listen(server.descriptor, 128)
        let descriptor = server.descriptor
        detach {
            defer { Glibc.close(descriptor) }
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                detach {
                    var buffer = [UInt8](repeating: 0, count: 4096)
                    if !greeting.isEmpty {
                        _ = recv(client, &buffer, buffer.count, 0)
                        _ = send(client, greeting, greeting.utf8.count, Int32(MSG_NOSIGNAL))
                    }
                    while true {
                        let length = recv(client, &buffer, buffer.count, 0)
                        guard length > 0 else { break }
                        _ = send(client, buffer, length, Int32(MSG_NOSIGNAL))
                    }
                    Glibc.close(client)
                }
            }
        }
        return server
    }
}

/// A thread of its own: these calls wait.
private func detach(_ work: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Work(work)).toOpaque()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { opaque in
        if let opaque { Unmanaged<Work>.fromOpaque(opaque).takeRetainedValue().run() }
        return nil
    }
    pthread_create(&thread, nil, body, box)
    pthread_detach(thread)
}

private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
