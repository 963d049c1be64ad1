internal import Glibc
internal import Probes

/// One DNS question over TCP to a port of this machine (RFC 1035, section 4; RFC 7766: every server answers over TCP).
/// QEMU's isolated user network lets no answer out over UDP.
enum DNSExchange {
    /// - Returns: true when an answer without error and with at least one address came in time.
    static func ask(_ name: String, port: Int, waitMilliseconds: Int) -> Bool {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        var limit = timeval(tv_sec: waitMilliseconds / 1000, tv_usec: waitMilliseconds % 1000 * 1000)
        setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let question = question(name)
        let message = [UInt8(question.count >> 8), UInt8(question.count & 255)] + question
        guard connected == 0, send(handle, message, message.count, Int32(MSG_NOSIGNAL)) == message.count else {
            return false
        }
        var answer = [UInt8](repeating: 0, count: 1500)
        let got = recv(handle, &answer, answer.count, 0)
        return got > 2 && isAnswer(Array(answer[2..<got]), to: question)
    }

    /// Its number is a mark of ours; there is one question in a connection.
    static func question(_ name: String) -> [UInt8] { DNSMessage.query(id: 0x7032, name: name) }

    /// An answer to just this question, without error and with an address.
    static func isAnswer(_ bytes: [UInt8], to question: [UInt8]) -> Bool {
        guard case .addresses = DNSMessage.read(bytes[...], answering: question) else { return false }
        return true
    }
}
