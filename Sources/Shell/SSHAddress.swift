package import Estate

/// Where a server's sshd is: `ssh://user@host:port`, `user@host` or `host`. IPv6 beside a port stands in brackets.
package struct SSHAddress: Sendable, Hashable, CustomStringConvertible {
    package var user: String?
    package var host: String
    package var port: Int?

    /// - Throws: ``Failure`` for an address with spaces, a leading dash (which ssh would read as an option), or a bad port.
    package init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        if rest.hasPrefix("ssh://") { rest = rest.dropFirst(6) }
        if let mark = rest.firstRange(of: "://") {
            throw Self.refusal(text, "servers are reached over ssh, not \(rest[..<mark.lowerBound])")
        }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        if let at = rest.lastIndex(of: "@") {
            user = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        }
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
        } else if rest.count(where: { $0 == ":" }) > 1 {
            // An IPv6 address as it is: its last part is no port.
            let isAddress = rest.prefix { $0 != "%" }.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
            guard isAddress else { throw Self.refusal(text, "it has more than one colon, and is no IPv6 address") }
            host = String(rest)
            rest = ""
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

    /// As ``init(_:)`` reads it back.
    package var description: String {
        "ssh://" + (user.map { "\($0)@" } ?? "") + (host.contains(":") ? "[\(host)]" : host)
            + (port.map { ":\($0)" } ?? "")
    }

    private static func refusal(_ text: String, _ reason: String) -> Failure {
        Failure(
            "read the address", on: text, because: reason, next: "write it as ssh://user@host or ssh://user@host:port")
    }
}
