import Adaptation
import ConversionDoubles
import Estate
import Testing

@testable import Converter

/// What a user loses if these fail: a copy that starts is refused, since the wrong address or port of it was asked.
@Suite struct `A rehearsed copy is asked` {
    private func interface(_ name: String, _ addresses: [String], kind: String = "physical") -> NetworkInterface {
        NetworkInterface(
            name: name, kind: kind, mac: "52:54:00:00:00:01", permanentMAC: nil, mtu: 1500, up: true,
            addresses: addresses, driver: nil, master: nil, megabits: nil, vlan: nil)
    }

    private func network(
        _ interfaces: [NetworkInterface], proof: [String] = [], address: String = "ssh://root@dns01",
        change: (inout ServerProfile) -> Void = { _ in }
    ) -> RehearsedNetwork {
        var (server, profile) = (Scene.server, ServerProfile.test(uuid: Scene.uuid))
        (server.proof, server.address, profile.interfaces) = (proof, address, .known(interfaces))
        change(&profile)
        return RehearsedNetwork(server, profile)
    }

    @Test func `at the address that a proof names`() {
        let cards = [interface("eth0", ["192.168.1.2/24"]), interface("eth1", ["fe80::1/64", "10.0.0.1/8"])]
        let found = network(
            cards,
            proof: [
                "http://10.0.0.1/", "dns:10.0.0.1/www.lab.test", "ping:10.0.0.1", "tcp:10.0.0.1:5432",
                "tcp:10.0.0.1:22",
            ])
        #expect(found.address == "10.0.0.1/8" && found.proof == .tcp(22))
        #expect(
            found.wishes == [.tcp(80), .dns("www.lab.test")],
            "a ping does not come through, and a port that waits is seen open at any time")
    }

    @Test func `not for what other servers answer`() {
        #expect(network([interface("eth0", ["10.0.0.1/8"])], proof: ["http://10.0.0.9/"]).wishes.isEmpty)
    }

    @Test func `else at the address of its default route, never at a link-local one`() {
        let cards = [
            interface("lo", ["127.0.0.1/8"], kind: "loopback"), interface("usb0", ["169.254.0.2/16"]),
            interface("eth0", ["192.168.1.2/24"]), interface("eth1", ["10.0.0.1/8"]),
        ]
        #expect(network(cards).address == "192.168.1.2/24")
        let routed = network(cards) {
            $0.routes = .known([Route(destination: "default", gateway: "10.0.0.254", interface: "eth1")])
        }
        #expect(routed.address == "10.0.0.1/8")
    }

    @Test func `at its console, where no address is known`() {
        let found = network([], proof: ["tcp:dns01:80"])
        #expect(found.address == nil && found.proof == .login && found.wishes.isEmpty)
    }

    @Test func `on its sshd's own port, where a router forwards another one`() {
        let listener = ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 22, process: "sshd")
        let found = network([interface("eth0", ["10.0.0.1/8"])], address: "ssh://root@dns01:2222") {
            $0.listeners = .known([listener])
        }
        #expect(found.proof == .tcp(22))
    }
}
