internal import Estate
internal import Templates
internal import Testing

@testable internal import Pool

/// Plain Xen by libvirt: what these tests lose is a domain that libvirt's Xen driver refuses at its first start.
@Suite struct XenDomainTests {
    private let platform = Platform(type: "xen", machine: "xenfv", cpuModel: "", uefi: false)

    private func definition(disk: String?, kernel: Bool) -> MachineDefinition {
        MachineDefinition(
            name: "dns", uuid: "70327600-0000-4000-8001-000000000100", memoryMiB: 128, vcpus: 1, firmware: .bios,
            disks: disk.map { [.init(url: $0, format: "raw", bus: .virtio)] } ?? [],
            interfaces: [.init(mac: "00:16:3e:78:01:64", network: "xenbr0", model: .virtio)],
            kernel: kernel ? .init(image: "/guest/kernel", initrd: "/guest/initrd", commandLine: "console=hvc0") : nil)
    }

    private func xml(_ definition: MachineDefinition) throws -> XMLTree {
        let text = try DomainXML(templates: Templates(folder: nil)).text(definition, platform, emulator: "")
        return try #require(XMLTree.parse(text))
    }

    @Test func `a guest with a kernel is PVH, one with a disk is HVM, none is PV`() throws {
        let pvh = try xml(definition(disk: nil, kernel: true))
        #expect(pvh.attributes["type"] == "xen" && pvh.first("os", "type")?.text == "xenpvh")
        let hvm = try xml(definition(disk: "/srv/sr/dns.raw", kernel: false))
        #expect(hvm.first("os", "type")?.text == "hvm")
        #expect(hvm.first("devices", "disk")?.first("target")?.attributes["dev"] == "xvda")
    }

    @Test func `an image on the network is refused, with the way out`() {
        let definition = definition(disk: "nfs://nfs1/sr/dns.raw", kernel: false)
        let found = DomainCheck(definition: definition, host: "xena", platform: platform).all
        #expect(found.map(\.refusesDefinition) == [true])
        #expect(found.first?.advice.contains("file:///path") == true)
    }

    // The template writes such a disk as raw whatever the definition says: the guest would boot from a qcow2 header.
    @Test func `a device that is said to be qcow2 is refused`() {
        var definition = definition(disk: "/dev/vg/dns", kernel: false)
        #expect(DomainCheck(definition: definition, host: "xena", platform: platform).all.isEmpty)
        definition.disks[0].format = "qcow2"
        #expect(
            DomainCheck(definition: definition, host: "xena", platform: platform).all.map(\.id) == ["define-format"])
    }

    /// Xen cannot be told: silence would be a guest without partitions, or without a loader.
    @Test func `a guest that needs what Xen does not show is refused`() {
        var definition = definition(disk: "/srv/sr/dns.raw", kernel: false)
        definition.disks.append(.init(url: "/srv/sr/data.raw", format: "raw", bus: .virtio))
        definition.disks[1].sectorBytes = 4096
        definition.bootDisk = 1
        let found = DomainCheck(definition: definition, host: "xena", platform: platform).all
        #expect(found.map(\.id) == ["define-sectors", "define-boot-disk"])
        #expect(found.allSatisfy { $0.severity == .critical })
    }

    @Test func `hosts with Xen only get Xen's platform, and its pool promises what libvirt's Xen driver can do`() throws
    {
        let host = HostAbilities(types: ["xen"], emulator: "", machines: ["xenpvh"], cpuModels: [], uefi: false)
        #expect(try Platform.common([host, host]).type == "xen")
        let pool = LibvirtPool(
            configuration: PoolConfiguration(
                name: "xen", hosts: [.init(name: "xena", uri: "xen+tcp://10.78.0.11/system")], storage: [],
                network: "xenbr0"))
        #expect(pool.features.isEmpty)
    }
}
