internal import CLinux
internal import Foundation

extension ChildProcess {
    /// A server's first words (the NBD protocol, "newstyle negotiation"): what stands before them is a login shell's banner.
    static let greeting = Array("NBDMAGICIHAVEOPT".utf8)
    /// Longest banner that is read over, in bytes.
    private static let longestBanner = 1 << 20

    /// Reads over what a login shell prints before the command speaks, and leaves the socket at the server's first word.
    ///
    /// - Throws: ``NBDError`` where text came and no server after it. Nothing at all is left to libnbd, which says why.
    func skipToGreeting() throws(NBDError) {
        var banner: [UInt8] = []
        var seen = 0
        var idle = 0
        while banner.count < Self.longestBanner, idle < 30_000 {
            let ahead = peek()
            let start = Self.start(in: ahead)
            if ahead.isEmpty { break }
            if start > 0 {
                banner += take(start)
            } else if ahead.count >= Self.greeting.count {
                return
            } else {
                // The beginning of a greeting: the rest follows, unless the command has ended.
                if hasEnded, peek().count == ahead.count { break }
                idle = ahead.count > seen ? 0 : idle + 1
                usleep(1000)
            }
            seen = ahead.count
        }
        guard !banner.isEmpty else { return }
        let text = String(decoding: banner.prefix(80), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        throw NBDError(code: EPROTO, message: "unexpected magic: the command printed \"\(text)\"", disconnected: true)
    }

    /// Where the greeting, or what may be its beginning, starts; the count where nothing looks like it.
    static func start(in bytes: [UInt8]) -> Int {
        bytes.indices.first { at in bytes[at...].prefix(greeting.count).elementsEqual(greeting.prefix(bytes.count - at))
        }
            ?? bytes.count
    }

    private func peek() -> [UInt8] { receive(65_536, Int32(MSG_PEEK)) }
    func take(_ count: Int) -> [UInt8] { receive(count, 0) }

    private func receive(_ most: Int, _ flags: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: most)
        var count = unsafe recv(socket, &bytes, most, flags)
        while count < 0, errno == EINTR { count = unsafe recv(socket, &bytes, most, flags) }
        return Array(bytes.prefix(max(0, count)))
    }

    /// The other end has closed; what it sent may still be there.
    private var hasEnded: Bool {
        var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&state, 1, 0) > 0 && state.revents & Int16(POLLHUP) != 0
    }
}
