internal import Estate
internal import Libvirt
internal import Testing

@testable internal import Pool

/// What is found before a move: each would fail, or hurt, in the middle of it.
@Suite struct MigrationConcernsTests {
    private static let xml = """
        <domain type='kvm'><name>dns01</name><uuid>00000000-0000-4000-8000-000000000053</uuid>
        <memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type machine='pc-q35-10.0'>hvm</type></os>
        <devices>
        <disk device='disk'><driver type='raw' cache='none'/><source protocol='nfs' name='/sr/a.raw'><host name='nfs1'/></source></disk>
        <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>
        <interface type='network'><mac address='52:54:00:00:00:02'/><source network='office' bridge='virbr7'/></interface>
        </devices></domain>
        """

    private func concerns(_ change: (inout MigrationConcerns) -> Void = { _ in }) throws -> [Concern] {
        func host(_ name: String) -> Host {
            Host(
                name: name, cpus: 2, memoryBytes: 4 << 30, freeMemoryBytes: 2 << 30, hypervisor: "kvm",
                versions: ["libvirt 9.0.0"])
        }
        let description = try #require(DomainDescription(xml: Self.xml))
        var facts = MigrationConcerns(
            request: MigrationRequest(machine: "dns01", from: "hosta", to: "hostb"),
            machine: Survey.Found(description: description, state: .running), elsewhere: [], from: host("hosta"),
            to: host("hostb"), abilities: nil, jobRunning: false, interfaces: .known(["lo", "br0"]),
            networks: .known(["office"]))
        change(&facts)
        return facts.all
    }

    @Test func `a move that nothing speaks against has no finding`() throws {
        #expect(try concerns().isEmpty)
    }

    @Test func `a bridge that the destination lacks stops the move`() throws {
        let found = try concerns { $0.interfaces = .known(["lo"]) }
        #expect(found.map(\.id) == ["migrate-network"])
        #expect(found.first?.severity == .critical)
        #expect(found.first?.seen == "hostb has no bridge br0")
    }

    // libvirt names the bridge of its own network in the live XML; that one is made on each host anew.
    @Test func `a network that is not active on the destination stops the move`() throws {
        let found = try concerns { $0.networks = .known([]) }
        #expect(found.map(\.seen) == ["hostb has no active network office"])
    }

    @Test func `a destination that does not tell its interfaces is no reason to stay`() throws {
        let found = try concerns { $0.interfaces = .unknown(because: "no driver") }
        #expect(found.map(\.id) == ["migrate-network-unseen"])
        #expect(found.first?.severity == .information)
    }

    @Test func `memory that travels in the clear is said`() throws {
        let found = try concerns { $0.request.tls = false }
        #expect(found.map(\.id) == ["migrate-no-tls"])
    }

    @Test func `a host in maintenance, too little memory and a running job each stop the move`() throws {
        let found = try concerns {
            $0.to?.inMaintenance = true
            $0.to?.freeMemoryBytes = 1 << 20
            $0.jobRunning = true
        }
        #expect(found.map(\.id) == ["migrate-job", "migrate-maintenance", "migrate-memory"])
        #expect(found.allSatisfy { $0.severity == .critical })
    }

    @Test func `another version on the other side is a warning`() throws {
        let found = try concerns { $0.to?.versions = ["libvirt 10.0.0"] }
        #expect(found.map(\.severity) == [.warning])
    }
}
