internal import Foundation
internal import Glibc

/// QEMU's monitor (QEMU Machine Protocol): asked for a picture of the screen.
enum MachineMonitor {
    /// - Returns: true when QEMU has written the picture.
    static func screenshot(to path: String, over socketPath: String) -> Bool {
        let handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        guard connect(handle, to: socketPath) else { return false }
        let commands: [[String: Any]] = [
            ["execute": "qmp_capabilities"], ["execute": "screendump", "arguments": ["filename": path]],
        ]
        guard receive(handle).contains("QMP") else { return false }
        for command in commands {
            guard let data = try? JSONSerialization.data(withJSONObject: command) else { return false }
            let bytes = Array(data) + [10]
            guard send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return false }
            guard receive(handle).contains("\"return\"") else { return false }
        }
        return FileManager.default.fileExists(atPath: path)
    }

    private static func connect(_ handle: Int32, to path: String) -> Bool {
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    private static func receive(_ handle: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let got = recv(handle, &bytes, bytes.count, 0)
        return got > 0 ? String(decoding: bytes[..<got], as: UTF8.self) : ""
    }
}
