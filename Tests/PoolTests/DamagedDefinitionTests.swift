import TestSupport
import Testing

@testable import Pool

/// Definitions come from hosts, and from files that lay on an SR for a year.
@Suite struct `Damaged definitions of machines` {
    @Test func `are read as far as they go, or are none`() async throws {
        let domain = """
            <domain type='kvm'><name>dns01</name><uuid>00000000-0000-4000-8000-000000000053</uuid>
            <memory unit='MiB'>512</memory><vcpu current='1'>2</vcpu><os firmware='efi'><type machine='pc-q35-10.0'>hvm</type></os>
            <cpu><model>qemu64</model></cpu><devices>
            <disk device='disk'><driver type='raw' cache='none'/><source protocol='nfs' name='/sr/a.raw'><host name='nfs1'/></source></disk>
            <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>
            </devices></domain>
            """
        let host = """
            <capabilities><guest><arch name='x86_64'><emulator>/usr/bin/qemu-system-x86_64</emulator>
            <machine canonical='pc-q35-10.0'>q35</machine><domain type='qemu'/><domain type='kvm'/></arch></guest></capabilities>
            """
        let faults = try await DamagedBytes.tried("definition", [Array(domain.utf8), Array(host.utf8)]) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let description = DomainDescription(xml: text)
            _ = HostAbilities(capabilities: text)
            _ = DefinitionMemory.replaced(in: text, mebibytes: 512)
            _ = DefinitionMemory.replaced(in: text, arguments: ["p2v.write": "1"])
            return description.map { $0.name.isEmpty && $0.uuid.isEmpty ? "a machine without a name" : nil } ?? nil
        }
        #expect(faults.isEmpty, "\(faults)")
    }
}
