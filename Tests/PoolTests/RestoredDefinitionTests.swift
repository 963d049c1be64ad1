import Estate
import Testing

@testable import Pool

/// A restored VM that has the first one's address, disk or identity takes the first one down.
@Suite struct RestoredDefinitionTests {
    private static let uuid = "70327600-0000-4000-8001-000000000001"
    private static let kept = """
        <domain type='kvm'>
          <name>dns01</name>
          <uuid>\(uuid)</uuid>
          <metadata><p2v:origin xmlns:p2v="urn:p2v:origin:1" server="a &amp; b" plan="x"/></metadata>
          <memory unit='KiB'>262144</memory>
          <vcpu>1</vcpu>
          <sysinfo type='smbios'><system><entry name='serial'>7</entry><entry name='uuid'>\(uuid)</entry></system></sysinfo>
          <os firmware='efi'><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><nvram>/var/lib/dns01_VARS.fd</nvram></os>
          <devices>
            <disk type='network' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/>
              <source protocol='nfs' name='/sr/dns01.qcow2'><host name='nfs1'/></source>
              <target dev='vda' bus='virtio'/>
            </disk>
            <disk type='file' device='disk'>
              <driver name='qemu' type='raw'/><source file='/shared.raw'/><target dev='vdb' bus='virtio'/><shareable/>
            </disk>
            <disk type='file' device='cdrom'><source file='/tools.iso'/><target dev='sda' bus='sata'/><readonly/></disk>
            <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>
            <serial type='pty'><log file='/var/log/dns01-serial.log' append='on'/></serial>
            <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/></channel>
            <graphics type='vnc' port='-1' passwd='geheim&lt;'/>
          </devices>
        </domain>
        """

    private func restored(isSame: Bool) throws -> XMLTree {
        let definition = RestoredDefinition(
            name: "dns01-restored", uuid: "11111111-2222-4333-8444-555555555555",
            images: ["vda": "nfs://nfs1/sr/dns01-restored-vda.raw"], isSame: isSame)
        return try #require(XMLTree.parse(try definition.text(from: Self.kept)))
    }

    @Test func `a second VM has nothing of the first one's`() throws {
        let domain = try restored(isSame: false)
        let description = try #require(DomainDescription(xml: domain.document))
        #expect(description.name == "dns01-restored" && description.uuid.hasPrefix("11111111"))
        #expect(description.disks.map(\.url) == ["nfs://nfs1/sr/dns01-restored-vda.raw", "/tools.iso"])
        #expect(description.disks[0].format == "raw" && description.disks[0].cache == "none")
        #expect(description.macs == [])
        #expect(domain.first("os", "nvram") == nil)
        #expect(domain.first("sysinfo", "system")?.all("entry").map(\.text) == ["7", description.uuid])
        #expect(
            domain.first("devices", "serial", "log")?.attributes["file"] == "/var/log/dns01-restored-serial.log")
    }

    @Test func `all else stays, also what is escaped`() throws {
        let domain = try restored(isSame: true)
        #expect(domain.first("metadata", "p2v:origin")?.attributes["server"] == "a & b")
        #expect(domain.first("devices", "graphics")?.attributes["passwd"] == "geheim<")
        let description = try #require(DomainDescription(xml: domain.document))
        #expect(description.macs == ["52:54:00:00:00:01"])
        #expect(description.disks.count == 3)
    }

    @Test func `a disk that the definition does not have is refused`() {
        let definition = RestoredDefinition(name: "x", uuid: Self.uuid, images: ["vdz": "/x.raw"], isSame: false)
        #expect(throws: Failure.self) { try definition.text(from: Self.kept) }
        #expect(throws: Failure.self) { try definition.text(from: "<domain/>") }
    }

    @Test func `disks that the guest writes to are backed up, and others are told`() throws {
        let subject = try #require(BackupSubject(live: Self.kept, kept: "kept", host: "a"))
        #expect(subject.disks.map(\.target) == ["vda"])
        #expect(subject.left.count == 2)
        #expect(subject.agent == true)
        #expect(BackupSubject(live: "<domain/>", kept: "", host: "a") == nil)
    }

    // Its images alone are those of a machine whose plug was pulled, and the point would say "off".
    @Test func `a machine that is off with its memory saved is no machine that is off`() throws {
        var subject = try #require(BackupSubject(live: Self.kept, kept: "kept", host: "a"))
        #expect(subject.refusal(.shutOff) == nil && subject.refusal(.running) == nil)
        subject.hasSavedMemory = true
        #expect(subject.refusal(.shutOff)?.contains("managedsave") == true)
        for state in [Machine.State.crashed, .suspended, .unknown] { #expect(subject.refusal(state) != nil) }
    }

    @Test func `names cannot break out of what libvirt is asked`() throws {
        var subject = try #require(BackupSubject(live: Self.kept, kept: "kept", host: "a"))
        subject.disks[0].target = "vda'/><x y=\"<"
        let text = LibvirtPool.backupXML(subject, socket: "/run/s", scratch: "/var/tmp")
        let tree = try #require(XMLTree.parse(text))
        #expect(tree.first("disks", "disk")?.attributes["name"] == subject.disks[0].target)
        #expect(tree.first("disks")?.children.count == 1)
    }
}
