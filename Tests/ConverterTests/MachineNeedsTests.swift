import Adaptation
import ConversionDoubles
import Estate
import Pool
import Synchronization
import Testing

@testable import Converter

/// What a user loses if these fail: a VM whose disk has no partitions, no loader, or the wrong time.
@Suite struct `What the guest needs of its VM` {
    private static var needs: MachineNeeds {
        var needs = MachineNeeds(target: .kvm, firmware: .bios, sectorBytes: [4096])
        needs.clock = "localtime"
        needs.processor = "x86-64-v2"
        needs.oldVirtio = true
        return needs
    }

    private static var machine: MachineFacts {
        MachineFacts(
            pool: "p", name: "dns01", uuid: Scene.uuid, host: "hosta", origin: .init(server: "dns01", plan: "plan"))
    }

    @Test func `is in the definition`() async throws {
        let conversion = try await Scene().conversion(options: ConversionOptions())
        let definition = conversion.definition(of: Self.machine, Self.needs)
        #expect(definition.disks.map(\.sectorBytes) == [4096])
        #expect(definition.clock == .localTime)
        #expect(definition.processorLevel == 2 && definition.oldVirtio == true)
        let unknown = conversion.definition(of: Self.machine, nil)
        #expect(unknown.disks.map(\.sectorBytes) == [512] && unknown.processorLevel == nil)
    }

    /// A guest that is told that VMware runs it would look for VMware's tools.
    @Test(arguments: [
        ("VMware, Inc.", "VMware Virtual Platform", nil), ("Microsoft Corporation", "Virtual Machine", nil),
        ("Xen", "HVM domU", nil), ("HPE", "ProLiant DL380", "HPE"),
        ("Microsoft Corporation", "Surface Studio", "Microsoft Corporation"),
    ])
    func `is no other hypervisor's name`(vendor: String, model: String, maker: String?) {
        var profile = ServerProfile.test(uuid: nil)
        profile.hardware.vendor = .known(vendor)
        profile.hardware.model = .known(model)
        profile.identity.dmiSerial = .known("S1")
        let system = MachineDefinition.System(of: profile)
        #expect(system.manufacturer == maker && (system.product == nil) == (maker == nil) && system.serial == "S1")
    }

    @Test func `counts the disk that it starts from, and none that is not there`() async throws {
        var server = Scene.server
        server.disks.append(
            PlannedDisk(device: "/dev/sdb", bytes: 1 << 20, serial: nil, image: "dns01-sdb.raw", format: "raw"))
        let conversion = try await Scene().conversion(server, options: ConversionOptions())
        var needs = MachineNeeds(target: .kvm, firmware: .bios, sectorBytes: [512, 512])
        needs.bootDisk = 1
        #expect(conversion.definition(of: Self.machine, needs).bootDisk == 1)
        needs.bootDisk = 2
        #expect(conversion.definition(of: Self.machine, needs).bootDisk == 0)
    }

    /// The pool is asked about the VM as it will be, while the service still works.
    @Test func `is journalled when the copy is judged, before the service stops`() async throws {
        let (scene, journal) = (try Scene(), MemoryJournal())
        scene.needs.withLock { $0 = Self.needs }
        var server = Scene.server
        server.guest = .paravirtual
        try await scene.run(journal, server) { steps in
            let cutOver = steps.firstIndex { $0.id == "cutOver" }!
            let inner = steps[cutOver].plans
            steps[cutOver].plans = { facts in
                scene.trace.add("sectors \(facts.needs?.sectorBytes ?? [])")
                return try await inner(facts)
            }
        }
        #expect(scene.trace.lines == ["judge", "sectors [4096]"])
    }
}
