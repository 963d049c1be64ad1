/// What to ask and where: the text that operators write after `--probe`.
///
/// | text | asks |
/// |---|---|
/// | `ping:HOST` | ICMP echo |
/// | `dns:HOST/NAME`, `dns:HOST:PORT/NAME=ADDRESS` | one UDP query for A, with the expected answer if given |
/// | `resolver:HOST/NAME` | as an ordinary client: one lookup at a time, 5 s a try, 2 tries (resolv.conf(5)) |
/// | `tcp:HOST:PORT` | a new connection |
/// | `echo:HOST:PORT` | 8 bytes over a connection that is kept open and sends them back (RFC 862) |
/// | `http://HOST:PORT/PATH` | a new connection and GET; an answer below 400 counts |
///
/// `@RATE` at the end sets this probe's own rate per second: `ping:10.77.0.53@1`. IPv6 addresses stand in brackets.
package struct ProbeSpec: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        case ping
        case dns(name: String, expected: String?)
        case resolver(name: String, expected: String?)
        case tcp
        case echo
        case http(path: String)
    }

    package var kind: Kind
    /// A name or an address, without brackets.
    package var host: String
    /// 0 for ping.
    package var port: UInt16
    /// Probes per second; nil leaves it to the runner.
    package var perSecond: Double?

    package init(_ kind: Kind, host: String, port: UInt16, perSecond: Double? = nil) {
        self.kind = kind
        self.host = host
        self.port = port
        self.perSecond = perSecond
    }

    /// As written, with the default port left out.
    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let dnsPort = port == 53 ? "" : ":\(port)"
        let text =
            switch kind {
            case .ping: "ping:\(name)"
            case .dns(let question, let expected): "dns:\(name)\(dnsPort)/\(question)\(expected.map { "=\($0)" } ?? "")"
            case .resolver(let question, let expected):
                "resolver:\(name)\(dnsPort)/\(question)\(expected.map { "=\($0)" } ?? "")"
            case .tcp: "tcp:\(name):\(port)"
            case .echo: "echo:\(name):\(port)"
            case .http(let path): "http://\(name)\(port == 80 ? "" : ":\(port)")\(path)"
            }
        return text + (perSecond.map { "@\($0 == $0.rounded() ? String(Int($0)) : String($0))" } ?? "")
    }
}
