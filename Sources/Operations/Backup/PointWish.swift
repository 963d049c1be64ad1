internal import Adaptation
internal import Converter
package import Estate
internal import Probes

/// How it is told that a VM's point has started.
package struct PointWish: Sendable, Hashable, Codable, Plausible {
    /// `10.77.0.53/24`; needed for `dns` and `tcp`.
    package var address: String?
    /// A name that its DNS server answers for.
    package var dns: String?
    /// A port where a service speaks.
    package var tcp: Int?
    /// Words on its serial console.
    package var console: String?

    package init(address: String? = nil, dns: String? = nil, tcp: Int? = nil, console: String? = nil) {
        (self.address, self.dns, self.tcp, self.console) = (address, dns, tcp, console)
    }

    package var flaw: Flaw? {
        if dns != nil || tcp != nil, address == nil {
            return Flaw("address", "is missing: dns and tcp are asked there")
        }
        if [dns, tcp.map(String.init), console].compactMap(\.self).count > 1 {
            return Flaw(nil, "names several proofs: one of dns, tcp and console decides")
        }
        if let address, GuestPlace(address) == nil {
            return Flaw("address", "is \(address), not one with its prefix length, such as 10.77.0.53/24")
        }
        return Flaw.first(.init("tcp", tcp, 1...65_535))
    }

    var asked: AskedProof {
        AskedProof(
            proof: dns.map { .dns($0) } ?? tcp.map { .tcp($0) } ?? console.map { .console($0) } ?? .login,
            address: address)
    }

    /// An IPv4 address with its prefix length.
    private struct GuestPlace {
        init?(_ text: String) {
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, IPv4(parts[0]) != nil, let prefix = Int(parts[1]), (8...29).contains(prefix) else {
                return nil
            }
        }

        private struct IPv4 {
            init?(_ text: Substring) {
                let bytes = text.split(separator: ".", omittingEmptySubsequences: false)
                guard bytes.count == 4, bytes.allSatisfy({ UInt8($0) != nil }) else { return nil }
            }
        }
    }
}

/// The proof that decides, and those that are only told.
struct AskedProof: Sendable, Hashable {
    var proof: BootTest.Proof
    var address: String?
    var wishes: [BootTest.Proof] = []

    init(proof: BootTest.Proof, address: String?) { (self.proof, self.address) = (proof, address) }

    /// As a rehearsal of the server's copy is asked.
    init(_ server: PlannedServer, _ profile: ServerProfile) {
        let network = RehearsedNetwork(server, profile)
        (proof, address, wishes) = (network.proof, network.address, network.wishes)
    }
}
