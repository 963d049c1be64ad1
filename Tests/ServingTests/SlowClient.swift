import Foundation
import Glibc

/// Sends some words to this machine, and reads nothing until it is asked to.
final class SlowClient {
    struct Refused: Error {}

    private let socket: Int32

    init(port: UInt16, _ words: String) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // The kernel would take a page of some hundred kilobytes off the server's hands.
        var small: Int32 = 4096
        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &small, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0, send(socket, words, words.utf8.count, 0) == words.utf8.count else { throw Refused() }
    }

    deinit { close(socket) }

    /// Reads until the other side ends.
    ///
    /// - Returns: bytes.
    func rest() throws -> Int {
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var (buffer, sum) = ([UInt8](repeating: 0, count: 1 << 16), 0)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count == 0 { return sum }
            // Reset by the other side: ended, too.
            if count < 0, errno == ECONNRESET { return sum }
            guard count > 0 else { throw Refused() }
            sum += count
        }
    }
}
