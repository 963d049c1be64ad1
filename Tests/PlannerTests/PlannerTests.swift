import Estate
import Planner
import TestSupport
import Testing

/// A wrong plan is what a person signs and what converts servers: each wrong line here is a wrong VM there.
@Suite struct PlanMakerTests {
    /// The address of a lease may be another's by then, and a cluster's is the other node's at once.
    @Test func `a proof asks the address that stays, and says so where none does`() async throws {
        var profile = Fixture.profile("web")
        profile.interfaces =
            profile.interfaces.value.map { cards in
                var card = cards[0]
                card.addresses = ["10.0.0.9/24", "10.0.0.5/24"]
                card.passingAddresses = ["10.0.0.9/24"]
                return .known([card])
            } ?? profile.interfaces
        let request = Fixture.request([profile], [Fixture.host("h1")])
        let plan = try await PlanMaker.plan(request)
        #expect(plan.servers[0].proof == ["ping:10.0.0.5"])
        profile.interfaces =
            profile.interfaces.value.map { cards in
                var card = cards[0]
                card.passingAddresses = card.addresses
                return .known([card])
            } ?? profile.interfaces
        let leased = try await PlanMaker.plan(Fixture.request([profile], [Fixture.host("h1")])).servers[0]
        #expect(leased.proof == ["ping:10.0.0.9"])
        #expect(leased.reasons.contains { $0.contains("if another server has it, that one answers the proof") })
    }

    @Test func `a DNS server keeps its size, its MAC address, its disk and its proof`() async throws {
        let sockets = [
            ListeningSocket(transport: "udp", address: "0.0.0.0", port: 53, process: "dnsmasq"),
            ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 53, process: "dnsmasq"),
            ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 22, process: "sshd"),
            ListeningSocket(transport: "tcp", address: "127.0.0.1", port: 5432, process: "postgres"),
        ]
        var request = Fixture.request([Fixture.profile("dns01", listeners: sockets)])
        request.proofs = ["dns01": ["dns:10.77.0.53/www.lab.test"]]
        let plan = try await PlanMaker.plan(request)
        let server = try #require(plan.servers.first)
        #expect(server.host == "hosta")
        #expect(server.storage == "sr1")
        #expect(server.memoryMiB == 512)
        #expect(server.disks.map(\.image) == ["dns01-sda.raw"])
        #expect(server.interfaces == [PlannedInterface(name: "eth0", mac: "52:54:00:00:00:01", network: "br0")])
        #expect(server.cutOver.quiesce == ["systemctl stop dnsmasq"])
        #expect(server.cutOver.resume == ["systemctl start dnsmasq"])
        #expect(
            server.proof == [
                "dns:10.77.0.53/www.lab.test", "ping:10.77.0.53", "tcp:10.77.0.53:22", "tcp:10.77.0.53:53",
            ])
    }

    /// A program of the house's own, under a unit of its own name: nothing would stop it, and its last writes would be lost.
    @Test func `the unit that the server names is stopped, whatever the program is called; the network is not`()
        async throws
    {
        let sockets = [
            ListeningSocket(transport: "tcp", address: "0.0.0.0", port: 7000, process: "perl", unit: "db01.service"),
            ListeningSocket(
                transport: "tcp", address: "*", port: 5432, process: "postgres", unit: "postgresql@15-main.service"),
            ListeningSocket(
                transport: "udp", address: "0.0.0.0", port: 68, process: "NetworkManager",
                unit: "NetworkManager.service"),
        ]
        let plan = try await PlanMaker.plan(Fixture.request([Fixture.profile("db01", listeners: sockets)]))
        let server = try #require(plan.servers.first)
        #expect(server.cutOver.quiesce == ["systemctl stop db01", "systemctl stop postgresql@15-main"])
        #expect(server.cutOver.resume == ["systemctl start postgresql@15-main", "systemctl start db01"])
        #expect(!server.reasons.contains { $0.contains("its unit is not known") })
    }

    @Test func `a server with a critical concern stays, with the reason`() async throws {
        let concern = Concern(
            id: "disk-4kn", severity: .critical, seen: "4 KiB sectors", matters: "it would not boot", advice: "keep it")
        let plan = try await PlanMaker.plan(
            Fixture.request([Fixture.profile("a"), Fixture.profile("b", concerns: [concern])]))
        #expect(plan.servers.map(\.server) == ["a"])
        #expect(plan.leftOut.map(\.server) == ["b"])
        #expect(plan.leftOut[0].reason.contains("disk-4kn"))
    }

    @Test func `a server larger than every host is refused with the numbers`() async {
        let request = Fixture.request([Fixture.profile("big", memoryMiB: 8000)])
        await #expect {
            try await PlanMaker.plan(request)
        } throws: { error in
            let failure = error as? Failure
            return failure?.exit == .refused && failure?.because.contains("8256 MiB") == true
        }
    }

    @Test func `the same request makes the same plan, whatever the order of the servers`() async throws {
        let servers = (1...6).map { Fixture.profile("s\($0)", memoryMiB: UInt64($0) * 300) }
        let first = try await PlanMaker.plan(Fixture.request(servers))
        let second = try await PlanMaker.plan(Fixture.request(servers.reversed()))
        #expect(first == second)
    }

    // Two VMs of one pool cannot have one UUID, and the second is refused when its service is away already.
    @Test func `servers with one firmware UUID get new ones, also when the other one is not in the plan`() async throws
    {
        func twin(_ name: String, _ uuid: String?) -> ServerProfile {
            var profile = Fixture.profile(name)
            if let uuid { profile.identity.dmiUUID = .known(uuid) }
            return profile
        }
        let uuid = "4c4c4544-0042-3010-8052-b4c04f4d3132"
        var request = Fixture.request([twin("a", uuid.uppercased()), twin("b", "4c4c4544-1"), twin("c", nil)])
        request.others = request.profiles + [twin("away", uuid)]
        let servers = try await PlanMaker.plan(request).servers
        #expect(servers.map(\.uuid) == [.new, .kept, .new])
        #expect(servers[0].reasons.contains { $0.contains("UUID") && $0.contains("away") })
        #expect(!servers[1].reasons.contains { $0.contains("UUID") })
        #expect(servers[2].reasons.contains { $0.contains("not known (x)") })
    }

    @Test func `a server without known firmware is not guessed at`() async {
        let request = Fixture.request([Fixture.profile("a", firmware: .unknown(because: "not root"))])
        await #expect { try await PlanMaker.plan(request) } throws: {
            ($0 as? Failure)?.because.contains("firmware") == true
        }
    }
}
