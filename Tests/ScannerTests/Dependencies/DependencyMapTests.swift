import Estate
import Testing

@testable import Scanner

/// Servers that talk to each other and are moved apart get slow, or break.
@Suite struct DependencyMapTests {
    private func server(
        _ name: String, _ address: String, listens: [(Int, String)] = [],
        talks: [(local: Int, peer: String, port: Int)] = []
    ) -> ServerProfile {
        ServerProfile.plain.with {
            $0.name = name
            $0.interfaces = .known([
                NetworkInterface(
                    name: "eth0", kind: "physical", mac: "", permanentMAC: nil, mtu: 1500, up: true,
                    addresses: [address + "/24"], driver: nil, master: nil, megabits: nil, vlan: nil)
            ])
            $0.listeners = .known(
                listens.map { ListeningSocket(transport: "tcp", address: "0.0.0.0", port: $0.0, process: $0.1) })
            $0.connections = .known(
                talks.map {
                    Connection(
                        transport: "tcp", localAddress: address, localPort: $0.local, peerAddress: $0.peer,
                        peerPort: $0.port, process: nil)
                })
        }
    }

    private var map: DependencyMap {
        DependencyMap([
            server(
                "web", "10.0.0.1", listens: [(80, "nginx")],
                talks: [(40000, "10.0.0.2", 5432), (80, "192.0.2.7", 51000)]),
            server("db", "10.0.0.2", listens: [(5432, "postgres")], talks: [(5432, "10.0.0.1", 40000)]),
            server("dns", "10.0.0.3", listens: [(53, "named")], talks: [(9000, "127.0.0.1", 53)]),
        ])
    }

    @Test func `a connection that both ends saw is one edge, from client to server`() {
        let edge = map.edges.first { $0.client == "web" }
        #expect(edge?.server == "db" && edge?.port == 5432 && edge?.process == "postgres" && edge?.connections == 1)
    }

    @Test func `clients from outside are shown by address, loopback is not, and groups hold only scanned servers`() {
        #expect(map.nodes.map(\.name) == ["192.0.2.7", "db", "dns", "web"])
        #expect(map.edges.count == 2)
        #expect(map.groups == [["db", "web"]])
    }

    /// A map without edges said that nobody talks to a server that nobody could ask.
    @Test func `servers whose connections were not seen are named, with the reason`() {
        let blind = server("old", "10.0.0.4").with { $0.connections = .unknown(because: "ss: not found") }
        let nameless = server("two", "10.0.0.5").with { $0.interfaces = .unknown(because: "ip: not found") }
        let map = DependencyMap([server("web", "10.0.0.1"), blind, nameless])
        #expect(map.unseen == ["old": "ss: not found", "two": "its addresses are not known: ip: not found"])
        #expect(map.unseenWords(of: ["web"]) == nil)
        #expect(map.unseenWords(of: ["web", "old"]) == "who talks to old was not seen (ss: not found)")
        #expect(map.unseenWords(of: ["new"]) == "who talks to new was not seen (it was not scanned)")
        #expect(self.map.unseen == nil)
    }

    @Test func `an address that two servers have is nobody's`() {
        let shared = DependencyMap([
            server("a", "10.0.0.1"), server("b", "10.0.0.1"), server("c", "10.0.0.3", talks: [(40000, "10.0.0.1", 80)]),
        ])
        #expect(shared.edges.map(\.server) == ["10.0.0.1"])
        #expect(shared.groups.isEmpty)
    }

    /// A process name is chosen by whoever runs the process.
    @Test func `hostile names stay text in every form`() {
        let evil = DependencyMap([
            server("web", "10.0.0.1", listens: [(80, "</text><script>\"\\\n=cmd")], talks: [(80, "192.0.2.7", 51000)])
        ])
        #expect(evil.dot.contains("\\\"\\\\"))
        #expect(evil.csv.split(separator: "\r\n", omittingEmptySubsequences: true).count == 2)
    }
}
