internal import Estate
internal import Testing

@testable internal import Pool

/// Each finding here is an outage that does not happen: the service stops only after the check.
@Suite struct DefinitionCheckTests {
    private static let definition = MachineDefinition(
        name: "dns01", uuid: "00000000-0000-4000-8000-000000000053", memoryMiB: 1024, vcpus: 2, firmware: .bios,
        disks: [.init(url: "nfs://nfs1/sr/dns01.raw", format: "raw", bus: .virtio)],
        interfaces: [.init(mac: "52:54:00:00:00:53", network: "br0", model: .virtio)],
        origin: .init(server: "dns01", plan: "plan.yaml"))

    private func other(_ change: (inout Machine) -> Void = { _ in }) -> Machine {
        var machine = Machine(
            name: "other", uuid: "00000000-0000-4000-8000-000000000099", host: "hostb", state: .shutOff, vcpus: 1,
            memoryBytes: 1 << 30, disks: [], macs: ["52:54:00:00:00:99"])
        change(&machine)
        return machine
    }

    private func found(
        _ machines: [Machine] = [], networks: Observed<Set<String>> = .known(["br0"]), cpus: Int = 4,
        change: (inout MachineDefinition) -> Void = { _ in }, host: (inout Host) -> Void = { _ in }
    ) -> [Concern] {
        var definition = Self.definition
        change(&definition)
        var home = Host(
            name: "hosta", cpus: cpus, memoryBytes: 4 << 30, freeMemoryBytes: 2 << 30, hypervisor: "kvm", versions: [])
        host(&home)
        return DefinitionCheck(
            definition: definition, host: home, machines: machines, formats: ["raw", "qcow2"], networks: networks,
            starts: StartGuard(
                known: machines.map { machine in
                    StartGuard.Known(
                        name: machine.name, uuid: machine.uuid, host: machine.host, active: machine.state != .shutOff,
                        images: machine.disks.map { ImageName($0) })
                }, unreachable: [], distinctServers: []), own: []
        ).all
    }

    private func ids(_ concerns: [Concern]) -> [String] { concerns.filter { $0.severity == .critical }.map(\.id) }

    @Test func `a definition that nothing speaks against has no finding`() {
        #expect(found([other()]).isEmpty)
    }

    @Test func `a name, a UUID and a MAC address of a machine that is off on another host are taken`() {
        #expect(ids(found([other { $0.name = "dns01" }])) == ["define-taken"])
        #expect(ids(found([other { $0.uuid = Self.definition.uuid.uppercased() }])) == ["define-taken"])
        #expect(ids(found([other { $0.macs = ["52:54:00:00:00:53"] }])) == ["define-mac"])
    }

    /// No pool gives its firmware keys: the guest starts, and less is checked than before.
    @Test func `a server with Secure Boot is told what its machine has not`() {
        let concerns = found { $0.secureBoot = true }
        #expect(concerns.map(\.id) == ["define-secure-boot"] && concerns[0].severity == .warning)
        #expect(found { $0.secureBoot = false }.isEmpty)
        #expect(found { $0.secureBoot = nil }.isEmpty)
    }

    @Test func `our own machine from an earlier try is no obstacle, but anybody else's of that name and UUID is`() {
        func earlier(_ server: String?, _ host: String = "hosta", _ state: Machine.State = .shutOff) -> Machine {
            var machine = Machine(
                name: "dns01", uuid: Self.definition.uuid, host: host, state: state, vcpus: 1, memoryBytes: 1 << 30,
                disks: [], macs: ["52:54:00:00:00:53"])
            machine.origin = server.map { .init(server: $0, plan: "an older plan.yaml") }
            return machine
        }
        #expect(found([earlier("dns01")]).isEmpty)
        for machine in [
            earlier(nil), earlier("web01"), earlier("dns01", "hostb"), earlier("dns01", "hosta", .running),
            earlier("dns01", "hosta", .unknown), earlier("dns01", "hosta", .crashed),
        ] {
            #expect(ids(found([machine])).contains("define-taken"), "\(machine)")
        }
    }

    @Test func `memory and CPUs beyond what the host has, and beyond what is left, are told apart`() {
        #expect(ids(found { $0.memoryMiB = 5000 }) == ["define-memory"])
        #expect(ids(found { $0.memoryMiB = 3000 }) == ["start-memory"])
        #expect(ids(found { $0.memoryMiB = .max }) == ["define-memory"])
        #expect(ids(found(cpus: 1)) == ["define-cpus"])
        let busy = found([other { ($0.host, $0.state, $0.vcpus) = ("hosta", .running, 3) }])
        #expect(busy.map(\.id) == ["start-cpus"] && ids(busy).isEmpty)
    }

    @Test func `a bridge that the host lacks stops it, and one that it does not tell is said`() {
        #expect(ids(found(networks: .known(["virbr0"]))) == ["define-network"])
        let unseen = found(networks: .unknown(because: "no interface driver"))
        #expect(unseen.map(\.id) == ["start-network-unseen"] && unseen[0].seen.contains("no interface driver"))
    }

    @Test func `an image in use, a host in maintenance and an unknown format are named`() {
        let user = other { ($0.state, $0.disks) = (.running, ["nfs://10.0.0.9/sr//dns01.raw"]) }
        #expect(ids(found([user])) == ["start-refused"])
        #expect(ids(found(host: { $0.inMaintenance = true })) == ["start-maintenance"])
        #expect(ids(found { $0.disks[0].format = "vhd" }) == ["define-format"])
        #expect(ids(found { $0.interfaces.append($0.interfaces[0]) }) == ["define-mac"])
    }

    @Test func `what is refused at the first start only is no reason not to define`() throws {
        let concerns = found { $0.memoryMiB = 3000 }
        try concerns.refuseDefinition(of: "dns01")
        #expect(throws: Failure.self) { try found { $0.memoryMiB = 5000 }.refuseDefinition(of: "dns01") }
    }
}
