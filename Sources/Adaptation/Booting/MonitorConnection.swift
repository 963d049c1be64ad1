package import Estate
internal import Foundation
internal import Glibc

/// A monitor of QEMU's programs on a Unix socket: one question after the other (QEMU Machine Protocol, docs/interop/qmp-spec).
package final class MonitorConnection {
    private let handle: Int32
    private let path: String
    /// Of an answer that came in pieces.
    private var rest: [UInt8] = []

    /// - Parameter seconds: that an answer may take.
    /// - Throws: ``Failure`` when nobody listens, or who listens is no monitor.
    package init(_ path: String, seconds: Int = 5) throws(Failure) {
        self.path = path
        handle = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0, Self.connect(handle, to: path, seconds) else {
            throw Self.failure("connect to QEMU", path, String(cString: strerror(errno)))
        }
        guard try answer()["QMP"] != nil else { throw Self.failure("connect to QEMU", path, "it is no monitor") }
        try ask("qmp_capabilities")
    }

    deinit { if handle >= 0 { close(handle) } }

    /// - Parameter arguments: of types that JSON has.
    /// - Returns: what QEMU answers, as JSON.
    /// - Throws: ``Failure`` with QEMU's own words.
    @discardableResult
    package func ask(_ command: String, _ arguments: [String: Any] = [:]) throws(Failure) -> Any {
        let question: [String: Any] = ["execute": command, "arguments": arguments]
        let data: Data
        do { data = try JSONSerialization.data(withJSONObject: question) } catch {
            throw Self.failure(command, path, "\(error)")
        }
        let bytes = Array(data) + [10]
        guard send(handle, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Self.failure(command, path, String(cString: strerror(errno)))
        }
        while true {
            let answer = try answer()
            if let result = answer["return"] { return result }
            guard let error = answer["error"] as? [String: Any] else { continue }
            throw Self.failure(command, path, error["desc"] as? String ?? "\(error)")
        }
    }

    /// The next line: an answer, or an event.
    private func answer() throws(Failure) -> [String: Any] {
        while true {
            if let end = rest.firstIndex(of: 10) {
                let line = Data(rest[..<end])
                rest.removeFirst(end + 1)
                do {
                    if let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] { return object }
                } catch { throw Self.failure("understand QEMU", path, "\(error)") }
                throw Self.failure("understand QEMU", path, "it said no object")
            }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let got = recv(handle, &bytes, bytes.count, 0)
            guard got > 0 else {
                throw Self.failure("hear QEMU", path, got == 0 ? "it has ended" : String(cString: strerror(errno)))
            }
            rest += bytes[..<got]
        }
    }

    private static func connect(_ handle: Int32, to path: String, _ seconds: Int) -> Bool {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
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

    private static func failure(_ attempted: String, _ path: String, _ because: String) -> Failure {
        Failure(attempted, on: path, because: because, next: "look whether QEMU runs on this machine")
    }
}
