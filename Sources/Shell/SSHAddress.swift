package import Estate

/// Where a server's sshd is: `ssh://user@host:port`, `user@host` or `host`.
package struct SSHAddress: Sendable, Hashable, CustomStringConvertible {
    package var user: String?
    package var host: String
    package var port: Int?

    /// - Throws: ``Failure`` for an address with spaces, a leading dash (which ssh would read as an option), or a bad port.
    package init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        if rest.hasPrefix("ssh://") { rest = rest.dropFirst(6) }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
        } else {
            let end = rest.lastIndex(of: ":") ?? rest.endIndex
            host = String(rest[..<end])
            rest = rest[end...]
        }
        if rest.hasPrefix(":") {
            guard let number = Int(rest.dropFirst()), (1...65535).contains(number) else {
                throw Self.refusal(text, "the port is not 1 to 65535")
            }
            port = number
        }
        for part in [host, user ?? "x"] {
            guard !part.isEmpty, !part.hasPrefix("-"),
                part.unicodeScalars.allSatisfy({
                    $0.value > 32 && $0.value != 127 && !"/'\"\\;&|`$<>()".unicodeScalars.contains($0)
                })
            else { throw Self.refusal(text, "user and host must be plain names") }
        }
    }

    /// As ssh's destination argument.
    package var destination: String { (user.map { "\($0)@" } ?? "") + host }

    package var description: String { "ssh://\(destination)\(port.map { ":\($0)" } ?? "")" }

    private static func refusal(_ text: String, _ reason: String) -> Failure {
        Failure(
            "read the address", on: text, because: reason, next: "write it as ssh://user@host or ssh://user@host:port")
    }
}
