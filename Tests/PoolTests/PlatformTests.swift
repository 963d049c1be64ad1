internal import Estate
internal import Testing

@testable internal import Pool

@Suite struct PlatformTests {
    private func abilities(_ machines: Set<String>, types: Set<String> = ["qemu"], models: Set<String> = ["qemu64"])
        -> HostAbilities
    {
        HostAbilities(types: types, emulator: "/usr/bin/qemu", machines: machines, cpuModels: models, uefi: true)
    }

    /// A machine made with one host's newest type could never leave for a host with an older QEMU.
    @Test func `the newest machine type that all hosts know is chosen`() throws {
        let new = abilities(["q35", "pc-q35-10.0", "pc-q35-9.2", "pc-q35-7.2"])
        let old = abilities(["q35", "pc-q35-7.2", "pc-q35-6.0"])
        #expect(try Platform.common([new]).machine == "pc-q35-10.0")
        #expect(try Platform.common([new, old]).machine == "pc-q35-7.2")
    }

    @Test func `KVM is used only where every host has it`() throws {
        let kvm = abilities(["pc-q35-7.2"], types: ["kvm", "qemu"])
        #expect(try Platform.common([kvm, kvm]).type == "kvm")
        #expect(try Platform.common([kvm, abilities(["pc-q35-7.2"])]).type == "qemu")
    }

    /// A guest that was given more than the other host has would crash there in the middle of its work.
    @Test func `the CPU model is the best that all hosts can give`() throws {
        let haswell = abilities(
            ["pc-q35-7.2"], types: ["kvm"], models: ["qemu64", "Nehalem", "SandyBridge", "Haswell-noTSX-IBRS"])
        let sandy = abilities(["pc-q35-7.2"], types: ["kvm"], models: ["qemu64", "Nehalem", "SandyBridge"])
        #expect(try Platform.common([haswell]).cpuModel == "Haswell-noTSX-IBRS")
        #expect(try Platform.common([haswell, sandy]).cpuModel == "SandyBridge")
    }

    @Test func `hosts with nothing in common are refused`() {
        #expect(throws: Failure.self) { try Platform.common([]) }
        #expect(throws: Failure.self) {
            try Platform.common([abilities(["pc-q35-9.0"]), abilities(["pc-q35-7.2"])])
        }
        #expect(throws: Failure.self) {
            try Platform.common([abilities(["pc-q35-7.2"]), abilities(["xenfv"], types: ["xen"])])
        }
    }

    /// Read from libvirt's own words.
    @Test func `capabilities documents are read`() throws {
        let text = """
            <capabilities><guest><os_type>hvm</os_type><arch name='i686'><emulator>/bin/i386</emulator></arch></guest>
            <guest><os_type>hvm</os_type><arch name='x86_64'><emulator>/usr/bin/qemu-system-x86_64</emulator>
            <machine canonical='pc-q35-7.2' maxCpus='288'>q35</machine><machine>pc-q35-7.1</machine>
            <domain type='qemu'/><domain type='kvm'/></arch></guest></capabilities>
            """
        var abilities = try #require(HostAbilities(capabilities: text))
        #expect(abilities.types == ["qemu", "kvm"])
        #expect(abilities.type == "kvm")
        #expect(abilities.machines == ["q35", "pc-q35-7.2", "pc-q35-7.1"])
        abilities.add(
            domainCapabilities: """
                <domainCapabilities><path>/usr/bin/other</path><os><enum name='firmware'><value>efi</value></enum></os>
                <cpu><mode name='custom'><model usable='yes'>qemu64</model><model usable='no'>EPYC</model></mode></cpu>
                </domainCapabilities>
                """)
        #expect(abilities.emulator == "/usr/bin/other")
        #expect(abilities.cpuModels == ["qemu64"])
        #expect(abilities.uefi)
    }
}
