package import Estate

extension ProbeSpec {
    /// Rates that a probe may have, per second.
    package static let rates = 0.01...1000.0

    /// Reads a probe as an operator writes it.
    ///
    /// - Throws: ``Failure`` (refused) that says which part is wrong.
    package init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        perSecond = try Self.takeRate(&rest, of: text)
        guard let colon = rest.firstIndex(of: ":") else { throw Self.refusal(text, "it has no kind") }
        let scheme = rest[..<colon]
        guard Self.schemes.contains(scheme) else { throw Self.refusal(text, "\(scheme) is no kind of probe") }
        rest = rest[rest.index(after: colon)...]
        if scheme == "http" {
            guard rest.hasPrefix("//") else { throw Self.refusal(text, "// is missing after http:") }
            rest = rest.dropFirst(2)
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        (host, port) = try Self.place(rest[..<slash], defaultPort: Self.defaultPort(scheme), of: text)
        kind = try Self.kind(scheme, tail: rest[slash...], of: text)
        if kind == .ping, port != 0 { throw Self.refusal(text, "a ping has no port") }
    }

    private static let schemes: Set<Substring> = ["ping", "dns", "resolver", "tcp", "echo", "http"]

    private static func takeRate(_ rest: inout Substring, of text: String) throws(Failure) -> Double? {
        guard let at = rest.lastIndex(of: "@") else { return nil }
        guard let rate = Double(rest[rest.index(after: at)...]), rates.contains(rate) else {
            throw refusal(text, "the rate after @ is not a number from 0.01 to 1000")
        }
        rest = rest[..<at]
        return rate
    }

    /// Nil where a port has to be written.
    private static func defaultPort(_ scheme: Substring) -> UInt16? {
        switch scheme {
        case "ping": 0
        case "dns", "resolver": 53
        case "http": 80
        default: nil
        }
    }

    private static func place(
        _ text: Substring, defaultPort: UInt16?, of whole: String
    ) throws(Failure) -> (String, UInt16) {
        var host = text
        var port = defaultPort
        let afterAddress = text.lastIndex(of: "]").map { text.index(after: $0) } ?? text.startIndex
        if let colon = text[afterAddress...].lastIndex(of: ":") {
            guard let number = UInt16(text[text.index(after: colon)...]), number > 0 else {
                throw refusal(whole, "the port is not 1 to 65535")
            }
            host = text[..<colon]
            port = number
        }
        guard let port else { throw refusal(whole, "the port is missing") }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let allowed = host.utf8.allSatisfy { $0 > 32 && $0 < 127 && !Array("[]@/?#\"'".utf8).contains($0) }
        guard !host.isEmpty, allowed else { throw refusal(whole, "the host is not a plain name or address") }
        return (String(host), port)
    }

    private static func kind(_ scheme: Substring, tail: Substring, of text: String) throws(Failure) -> Kind {
        switch scheme {
        case "ping" where tail.isEmpty: return .ping
        case "tcp" where tail.isEmpty: return .tcp
        case "echo" where tail.isEmpty: return .echo
        case "ping", "tcp", "echo": throw refusal(text, "nothing may follow the host and port")
        case "dns", "resolver":
            let question = tail.dropFirst().split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = question.first.map(String.init), DNSMessage.isName(name) else {
                throw refusal(text, "the name to look up is missing or is no DNS name")
            }
            let expected = question.count > 1 ? String(question[1]) : nil
            guard expected.map({ DNSMessage.address($0) != nil }) ?? true else {
                throw refusal(text, "the expected answer is no IPv4 address")
            }
            return scheme == "dns"
                ? .dns(name: name, expected: expected) : .resolver(name: name, expected: expected)
        case "http":
            guard tail.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
                throw refusal(text, "the path has characters that must be percent-encoded")
            }
            return .http(path: tail.isEmpty ? "/" : String(tail))
        default: throw refusal(text, "\(scheme) is no kind of probe")
        }
    }

    private static func refusal(_ text: String, _ reason: String) -> Failure {
        Failure(
            "read the probe", on: text, because: reason,
            next: "write ping:HOST, dns:HOST/NAME, resolver:HOST/NAME, tcp:HOST:PORT, echo:HOST:PORT or "
                + "http://HOST:PORT/PATH",
            exit: .refused)
    }
}
