internal import Foundation

/// A Unix socket that accepts connections and says nothing: a daemon that hangs.
final class SilentServer {
    let path: String
    private let socket: Int32

    var uri: String { "qemu+unix:///system?socket=\(path)" }

    struct NoSocket: Error {}

    init() throws {
        path = NSTemporaryDirectory() + "p2v-silent-\(UUID().uuidString.prefix(8))"
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(socket, 4) == 0 else { throw NoSocket() }
    }

    deinit {
        close(socket)
        unlink(path)
    }
}
