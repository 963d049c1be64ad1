internal import Glibc

/// Does a TCP service of the guest speak? QEMU accepts every connection by itself, also while the guest is still down,
/// so only bytes that come back prove a service: a greeting (ssh, smtp), or an answer to two empty lines (http).
enum PortProbe {
    static func speaks(port: Int, waitMilliseconds: Int) -> Bool {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return false }
        var limit = timeval(tv_sec: waitMilliseconds / 1000, tv_usec: waitMilliseconds % 1000 * 1000)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let lines = Array("\r\n\r\n".utf8)
        guard send(handle, lines, lines.count, Int32(MSG_NOSIGNAL)) == lines.count else { return false }
        var byte: UInt8 = 0
        return recv(handle, &byte, 1, 0) > 0
    }
}
