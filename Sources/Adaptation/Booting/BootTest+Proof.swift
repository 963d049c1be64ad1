extension BootTest {
    /// What counts as success.
    package enum Proof: Sendable, Hashable {
        case login
        /// These words on the serial console.
        case console(String)
        /// An answer of the guest's DNS server for a name.
        case dns(String)
        /// A service on a TCP port of the guest speaks.
        case tcp(Int)

        package var title: String {
            switch self {
            case .login: "login prompt"
            case .console(let words): "console: \(words)"
            case .dns(let name): "dns \(name)"
            case .tcp(let port): "tcp port \(port)"
            }
        }

        /// Where the guest is asked over its network; DNS over TCP (RFC 7766).
        var guestPort: Int? {
            switch self {
            case .login, .console: nil
            case .dns: 53
            case .tcp(let port): port
            }
        }

        /// Asked once.
        func holds(log: String, port: Int) -> Bool {
            switch self {
            case .login: BootStage(log: log) == .login
            case .console(let words): log.range(of: words) != nil
            case .dns(let name): DNSExchange.ask(name, port: port, waitMilliseconds: 1500)
            case .tcp: PortProbe.speaks(port: port, waitMilliseconds: 700)
            }
        }
    }

    /// The one that decides, then those that are only told.
    var proofs: [Proof] { [proof] + wishes }
}
