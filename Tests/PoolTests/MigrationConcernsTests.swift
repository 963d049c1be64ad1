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

    private func changed(_ old: String, _ new: String) throws -> [Concern] {
        let description = try #require(DomainDescription(xml: Self.xml.replacing(old, with: new)))
        return try concerns { $0.machine.description = description }
    }

    // libvirt and QEMU refuse each of these in the middle of a night, after other machines have moved.
    @Test func `a snapshot, a device of the host's and a CD from its disk each stop the move`() throws {
        let snapshot = try concerns { $0.snapshots = .known(1) }
        #expect(snapshot.map(\.id) == ["migrate-snapshots"] && snapshot[0].severity == .critical)
        let card = try changed("</devices>", "<hostdev mode='subsystem' type='pci'/></devices>")
        #expect(card.map(\.id) == ["migrate-host-device"] && card[0].severity == .critical)
        let cd = """
            <disk type='file' device='cdrom'><driver type='raw'/><source file='/var/lib/tools.iso'/><readonly/></disk>
            """
        let local = try changed("</devices>", cd + "</devices>")
        #expect(local.map(\.id) == ["migrate-local-disk"] && local[0].severity == .critical)
        let lun = try changed("</devices>", cd.replacing("/var/lib/tools.iso", with: "/dev/mapper/lun1") + "</devices>")
        #expect(lun.map(\.severity) == [.warning], "all hosts may see it")
    }

    @Test func `a path on an SR that all hosts mount is no reason to stay`() throws {
        let description = try #require(
            DomainDescription(
                xml: Self.xml.replacing(
                    "protocol='nfs' name='/sr/a.raw'><host name='nfs1'/></source>", with: "file='/srv/sr/a.raw'/>")))
        #expect(description.disks.map(\.url) == ["/srv/sr/a.raw"])
        let found = try concerns {
            $0.machine.description = description
            $0.shared = ["/srv/sr/"]
        }
        #expect(found.isEmpty)
    }

    @Test
    func
        `a destination without UEFI stops a machine that starts by it, and whether there are snapshots may be unknown`()
        throws
    {
        let description = try #require(
            DomainDescription(xml: Self.xml.replacing("<os>", with: "<os firmware='efi'>")))
        let found = try concerns {
            $0.machine.description = description
            $0.abilities = HostAbilities(
                types: ["kvm"], emulator: "", machines: ["pc-q35-10.0"], cpuModels: [], uefi: false)
        }
        #expect(found.map(\.id) == ["migrate-firmware"])
        #expect(try concerns { $0.snapshots = .unknown(because: "no answer") }.map(\.severity) == [.warning])
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
