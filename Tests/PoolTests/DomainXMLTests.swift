internal import Estate
internal import Templates
internal import Testing

@testable internal import Pool

@Suite struct DomainXMLTests {
    private let platform = Platform(type: "qemu", machine: "pc-q35-10.0", cpuModel: "qemu64", uefi: true)

    private func definition() -> MachineDefinition {
        MachineDefinition(
            name: "dns01", uuid: "00000000-0000-4000-8000-000000000053", memoryMiB: 512, vcpus: 2, firmware: .bios,
            disks: [
                .init(url: "nfs://nfs1/sr/dns01-sda.raw", format: "raw", bus: .virtio, serial: "S1"),
                .init(url: "/srv/data.qcow2", format: "qcow2", bus: .sata),
            ],
            interfaces: [.init(mac: "52:54:00:77:00:35", network: "br0", model: .virtio)], clock: .localTime,
            system: .init(manufacturer: "Dell & Söhne", product: "R\"640\"", serial: "<1>"),
            origin: .init(server: "dns01", plan: "plan.yaml"))
    }

    private func render(_ definition: MachineDefinition) throws -> String {
        try DomainXML(templates: Templates(folder: nil)).text(definition, platform, emulator: "/usr/bin/qemu")
    }

    /// What libvirt reads must be what the plan said.
    @Test func `a definition survives the way through XML`() throws {
        let definition = definition()
        let description = try #require(DomainDescription(xml: try render(definition)))
        #expect(description.name == "dns01")
        #expect(description.uuid == definition.uuid)
        #expect(description.memoryBytes == 512 << 20)
        #expect(description.vcpus == 2)
        #expect(description.machine == "pc-q35-10.0")
        #expect(description.cpuModel == "qemu64")
        #expect(description.disks.map(\.url) == definition.disks.map(\.url))
        #expect(description.disks.map(\.format) == ["raw", "qcow2"])
        #expect(description.disks.allSatisfy { $0.cache == "none" && !$0.harmless })
        #expect(description.macs == ["52:54:00:77:00:35"])
        #expect(description.bridges == ["br0"])
    }

    /// On PCI Express a virtio device speaks version 1 alone, and a kernel of RHEL 6 sees no disk.
    @Test func `a guest with an old kernel gets virtio devices that speak both ways, and no other does`() throws {
        var definition = definition()
        definition.interfaces.append(.init(mac: "52:54:00:77:00:36", network: "br0", model: .e1000))
        func models(_ xml: String) throws -> [String?] {
            let devices = try #require(XMLTree.parse(xml)?.first("devices"))
            return devices.all("disk").map { $0.attributes["model"] }
                + devices.all("interface").map { $0.first("model")?.attributes["type"] }
        }
        #expect(try models(try render(definition)) == [nil, nil, "virtio", "e1000"])
        definition.oldVirtio = true
        #expect(try models(try render(definition)) == ["virtio-transitional", nil, "virtio-transitional", "e1000"])
    }

    /// A server's DMI strings are untrusted: they must stay text.
    @Test func `the server's identity is kept, whatever characters it has`() throws {
        let document = try #require(XMLTree.parse(try render(definition())))
        let entries = document.first("sysinfo", "system")?.all("entry") ?? []
        let values = Dictionary(uniqueKeysWithValues: entries.map { ($0.attributes["name"] ?? "", $0.text) })
        #expect(values["manufacturer"] == "Dell & Söhne")
        #expect(values["product"] == "R\"640\"")
        #expect(values["serial"] == "<1>")
        #expect(values["uuid"] == "00000000-0000-4000-8000-000000000053")
        #expect(document.first("clock")?.attributes["offset"] == "localtime")
    }

    /// Without them a Windows guest's clock drifts, and it idles at a busy core.
    @Test func `Windows gets its timers, and what Hyper-V offers only where a processor runs it`() throws {
        var definition = definition()
        definition.family = .windows
        let emulated = try #require(XMLTree.parse(try render(definition)))
        let timers = emulated.first("clock")?.all("timer").compactMap { $0.attributes["name"] }
        #expect(timers == ["rtc", "pit", "hpet"] && emulated.first("features", "hyperv") == nil)
        var kvm = platform
        kvm.type = "kvm"
        let text = try DomainXML(templates: Templates(folder: nil)).text(definition, kvm, emulator: "/usr/bin/qemu")
        let real = try #require(XMLTree.parse(text))
        #expect(real.first("features", "hyperv", "relaxed")?.attributes["state"] == "on")
        #expect(real.first("clock")?.all("timer").last?.attributes["name"] == "hypervclock")
        #expect(try #require(XMLTree.parse(try render(self.definition()))).first("clock")?.all("timer").isEmpty == true)
    }

    /// A guest whose disk names were made for two disks on one bus must find both.
    @Test func `disks are named in order on each bus`() throws {
        var definition = definition()
        definition.disks = (0..<28).map { .init(url: "/srv/\($0)", format: "raw", bus: .virtio) }
        let document = try #require(XMLTree.parse(try render(definition)))
        let targets = document.first("devices")?.all("disk").compactMap { $0.first("target")?.attributes["dev"] }
        #expect(targets?.first == "vda")
        #expect(targets?[25] == "vdz")
        #expect(targets?[26] == "vdaa")
    }

    @Test func `UEFI is asked for only where all hosts have it`() throws {
        var definition = definition()
        definition.firmware = .uefi
        #expect(try render(definition).contains("firmware=\"efi\""))
        var poor = platform
        poor.uefi = false
        let check = DomainCheck(definition: definition, host: "hosta", platform: poor)
        #expect(check.all.map(\.id) == ["define-firmware"] && check.all.allSatisfy(\.refusesDefinition))
        #expect(check.rendered(by: DomainXML(templates: Templates(folder: nil)), emulator: "").xml == nil)
    }

    /// Hosts offer several firmwares, and the first of Debian's has Microsoft's keys: a loader or a kernel that nobody has
    /// signed would not start there, though the server started it.
    @Test func `UEFI is asked for without Secure Boot, whatever the host takes by itself`() throws {
        var definition = definition()
        #expect(try !render(definition).contains("secure-boot"))
        definition.firmware = .uefi
        let real = try #require(XMLTree.parse(try render(definition)))
        #expect(
            real.first("os", "firmware")?.all("feature").map(\.attributes) == [
                ["enabled": "no", "name": "secure-boot"]
            ])
    }

    // MARK: What the guest needs

    /// Without it the firmware looks at the first disk, finds no loader, and the guest never starts.
    @Test func `a guest that starts from its second disk gets that disk first, and nothing that contradicts it`() throws
    {
        var definition = definition()
        definition.bootDisk = 1
        let document = try #require(XMLTree.parse(try render(definition)))
        let disks = document.first("devices")?.all("disk") ?? []
        #expect(disks.map { $0.first("boot")?.attributes["order"] } == [nil, "1"])
        #expect(document.first("os", "boot") == nil, "libvirt refuses both kinds of order in one machine")
        let usual = try #require(XMLTree.parse(try render(self.definition())))
        #expect(usual.first("os", "boot")?.attributes["dev"] == "hd")
        #expect(usual.first("devices")?.all("disk").allSatisfy { $0.first("boot") == nil } == true)
    }

    /// With sectors of 512 bytes no partition of a 4Kn disk is found.
    @Test func `a disk with sectors of 4096 bytes stays one`() throws {
        var definition = definition()
        definition.disks[1].sectorBytes = 4096
        let document = try #require(XMLTree.parse(try render(definition)))
        let disks = document.first("devices")?.all("disk") ?? []
        let sizes = disks.map { $0.first("blockio")?.attributes["logical_block_size"] }
        #expect(sizes == [nil, "4096"])
    }

    /// Such a guest stops at its first instruction that the processor does not have.
    @Test func `a guest that needs a newer processor than the hosts have in common is refused`() {
        var definition = definition()
        func found(_ model: String) -> [String] {
            var platform = platform
            platform.cpuModel = model
            return DomainCheck(definition: definition, host: "hosta", platform: platform).all.map(\.id)
        }
        #expect(found("qemu64").isEmpty)
        definition.processorLevel = 2
        #expect(found("Nehalem").isEmpty && found("SandyBridge-IBRS").isEmpty)
        #expect(found("qemu64") == ["define-processor"] && found("Penryn") == ["define-processor"])
        #expect(found("a model of tomorrow") == ["define-processor"], "what is not known does not count")
        definition.processorLevel = 3
        #expect(found("Haswell-noTSX-IBRS").isEmpty && found("EPYC-Rome").isEmpty && found("Skylake-Server").isEmpty)
        #expect(found("Nehalem") == ["define-processor"] && found("Opteron_G5") == ["define-processor"])
    }
}
