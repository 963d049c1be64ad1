internal import Estate
internal import Glibc

/// Ports of this machine that nobody uses now; two tests at once get different ones.
enum LocalPorts {
    /// - Throws: ``Failure`` where this machine gives none.
    static func free(_ count: Int) throws(Failure) -> [Int] {
        var handles: [Int32] = []
        defer { for handle in handles { close(handle) } }
        var ports: [Int] = []
        for _ in 0..<count {
            let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard handle >= 0 else { throw failure }
            handles.append(handle)
            guard let port = bound(handle) else { throw failure }
            ports.append(port)
        }
        return ports
    }

    private static func bound(_ handle: Int32) -> Int? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isDone = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, size) == 0 && getsockname(handle, $0, &size) == 0
            }
        }
        return isDone ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    private static var failure: Failure {
        Failure(
            "find a free port", on: "127.0.0.1", because: String(cString: strerror(errno)),
            next: "see how many sockets are open: ss -s")
    }
}
