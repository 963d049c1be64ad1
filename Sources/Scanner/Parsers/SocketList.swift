internal import Estate

/// Sockets as ss, netstat and /proc/net print them.
enum SocketList {
    /// `tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3)) cgroup:/system.slice/ssh.service`.
    static func ss(_ text: String) -> Sockets? {
        guard text.contains("Netid") else { return nil }
        var sockets = Sockets()
        for line in Lines.of(text) {
            let words = line.words
            guard words.count >= 6, words[0] == "tcp" || words[0] == "udp", let local = Sockets.Endpoint(words[4]),
                let peer = Sockets.Endpoint(words[5])
            else { continue }
            let rest = words.dropFirst(6)
            let group = rest.first { $0.hasPrefix("cgroup:") }.map { String($0.dropFirst("cgroup:".count)) }
            sockets.add(
                words[0], state: words[1], local: local, peer: peer, process: quoted(rest.joined(separator: " ")),
                unit: group.flatMap(service))
        }
        return sockets
    }

    /// `tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd`; udp lines have no state.
    static func netstat(_ text: String) -> Sockets? {
        guard text.contains("Proto") else { return nil }
        var sockets = Sockets()
        for line in Lines.of(text) {
            let words = line.words
            guard words.count >= 5, words[0].hasPrefix("tcp") || words[0].hasPrefix("udp"),
                let local = Sockets.Endpoint(words[3]), let peer = Sockets.Endpoint(words[4])
            else { continue }
            let stated = words.count > 5 && words[5].allSatisfy { $0.isUppercase || $0 == "_" || $0.isNumber }
            let state = stated ? words[5] : "UNCONN"
            let program = words.dropFirst(stated ? 6 : 5).first.flatMap { $0.halves("/")?.1 }
            sockets.add(String(words[0].prefix(3)), state: state, local: local, peer: peer, process: program)
        }
        return sockets
    }

    /// The service in `/system.slice/named.service`; nil for sessions, containers and users' own, which systemctl stops otherwise,
    /// and for a name that a shell would read as anything else.
    private static func service(of group: String) -> String? {
        let parts = group.split(separator: "/").map { String($0) }
        guard parts.first == "system.slice", let unit = parts.last, unit.hasSuffix(".service") else { return nil }
        let plain = unit.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x3A, 0x40, 0x5F].contains(byte)
        }
        return plain && !unit.hasPrefix("-") ? unit : nil
    }

    /// The first name in `users:(("named",pid=12,fd=3),…)`.
    private static func quoted(_ text: String) -> String? {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 && !parts[1].isEmpty ? String(parts[1]) : nil
    }
}
