package import Adaptation
package import Estate
internal import Probes
internal import Shell

/// Where a copy is asked in its rehearsal: its cards, its own address, and whose answer counts.
package struct RehearsedNetwork: Sendable, Hashable {
    /// MAC addresses, in the plan's order.
    package var cards: [String]
    /// `10.77.0.53/24`; nil where the scan knows none, and then nobody can be asked over the network.
    package var address: String?
    /// Decides: the server was scanned over ssh, so whatever becomes of its service, its sshd must greet. Without an address:
    /// a login prompt on the serial console.
    package var proof: BootTest.Proof
    /// The plan's own proofs, as far as they can be asked there. They are told and decide nothing: a service may need
    /// servers that are not there.
    package var wishes: [BootTest.Proof]
    /// The gateway of its default route.
    package var gateway: String?
    /// All of the plan's proofs, for a rehearsal together with others.
    package var planned: [String]

    package init(_ server: PlannedServer, _ profile: ServerProfile) {
        cards = server.interfaces.map(\.mac)
        gateway = profile.routes.value?.first { $0.destination == "default" }?.gateway
        planned = server.proof
        let login = try? SSHAddress(server.address)
        let specs = server.proof.compactMap { try? ProbeSpec($0) }
        address = Self.address(profile, named: Set(specs.map(\.host) + [login?.host].compactMap { $0 }))
        let own = address.map { String($0.prefix { $0 != "/" }) }
        let names = Set([own, login?.host, server.server].compactMap { $0 })
        let deciding: BootTest.Proof = address == nil ? .login : .tcp(Self.sshPort(login?.port ?? 22, profile))
        proof = deciding
        let asked = specs.filter { names.contains($0.host) }.compactMap(Self.proof)
        wishes = address == nil ? [] : asked.filter { $0 != deciding }
    }

    /// Of the server's addresses the one that is named; else the one of the default route; else the first.
    private static func address(_ profile: ServerProfile, named: Set<String>) -> String? {
        let way = profile.routes.value?.first { $0.destination == "default" }?.interface
        let all = (profile.interfaces.value ?? []).filter { $0.kind != "loopback" }.flatMap { interface in
            interface.addresses.filter(isUsable).map { (interface.name, $0) }
        }
        let chosen =
            all.first { named.contains(String($0.1.prefix { $0 != "/" })) } ?? all.first { $0.0 == way } ?? all.first
        return chosen?.1
    }

    /// IPv4, and not link-local: QEMU's user network is asked over nothing else.
    private static func isUsable(_ text: String) -> Bool { text.contains(".") && !text.hasPrefix("169.254.") }

    /// A port that a router forwards is another one on the server itself.
    private static func sshPort(_ asked: Int, _ profile: ServerProfile) -> Int {
        let open = (profile.listeners.value ?? []).filter { $0.transport == "tcp" }
        if open.contains(where: { $0.port == asked }) { return asked }
        return open.first { $0.process?.contains("sshd") == true }?.port ?? asked
    }

    /// Ports of services that speak first: FTP, ssh, SMTP, POP3, IMAP, MySQL. QEMU takes every connection itself, so of others
    /// nothing is seen.
    private static let greeters: Set<UInt16> = [21, 22, 25, 110, 143, 587, 3306]

    private static func proof(_ spec: ProbeSpec) -> BootTest.Proof? {
        switch spec.kind {
        case .dns(let name, _) where spec.port == 53, .resolver(let name, _) where spec.port == 53: .dns(name)
        case .http: .tcp(Int(spec.port))
        case .tcp where greeters.contains(spec.port): .tcp(Int(spec.port))
        case .tcp: nil
        case .dns, .resolver, .ping, .echo: nil
        }
    }
}
