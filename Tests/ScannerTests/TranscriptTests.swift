import Estate
import Testing

@testable import Scanner

/// Releases from 2007 to 2025 speak as many dialects; a fact misread here is a VM that does not boot.
@Suite struct TranscriptTests {
    @Test(arguments: TranscriptCase.all)
    func `the facts that a conversion needs are read`(_ example: TranscriptCase) throws {
        let profile = try Transcript(name: example.name).profile()
        let system = [profile.system.family.value, profile.system.version.value].compactMap { $0 }
        #expect(system.joined(separator: " ") == example.system)
        #expect(profile.boot.loader.value == example.loader)
        let initramfs = [profile.boot.initramfsTool.value, profile.boot.initramfsModules.value].compactMap { $0 }
        #expect(initramfs.joined(separator: " ") == example.initramfs)
        #expect(profile.system.clock.value == example.clock)
        let running = profile.boot.kernels.value?.first { $0.version == profile.system.kernel.value }
        #expect(running?.hasVirtio == true)
    }

    @Test(arguments: TranscriptCase.all)
    func `disks, what lies on them, and what fstab means now are read`(_ example: TranscriptCase) throws {
        let profile = try Transcript(name: example.name).profile()
        let disks = try #require(profile.disks.value)
        let found = Dictionary(uniqueKeysWithValues: disks.map { ($0.device, $0.volumes.map(\.device)) })
        #expect(found == example.disks)
        let entry = try #require(profile.fstab.value?.first { $0.mountPoint == "/" })
        let volume = disks.flatMap(\.volumes).first { $0.device == entry.resolved }
        #expect("\(entry.resolved ?? "") \(volume?.content ?? "")" == example.root)
    }

    @Test(arguments: TranscriptCase.all)
    func `the network and its services are read`(_ example: TranscriptCase) throws {
        let profile = try Transcript(name: example.name).profile()
        let interface = try #require(profile.interfaces.value?.first { !$0.addresses.isEmpty && $0.kind != "loopback" })
        #expect("\(interface.name) \(interface.addresses[0])" == example.interface)
        #expect(interface.permanentMAC == example.permanentMAC)
        let ssh = profile.listeners.value?.first { $0.port == 22 && $0.transport == "tcp" }
        #expect(ssh?.process == "sshd")
        #expect(profile.connections.value?.isEmpty == example.isAlone)
    }

    @Test(arguments: TranscriptCase.all)
    func `the concerns of the release are raised, and no other`(_ example: TranscriptCase) throws {
        let profile = try Transcript(name: example.name).profile()
        #expect(Set(profile.concerns.map(\.id)) == example.concerns)
    }

    /// A bond's members show the bond's MAC: the card's own is what the switch and the licence know.
    @Test func `the members of a bond keep the addresses of their cards`() throws {
        let profile = try Transcript(name: "rhel6").profile()
        let members = profile.interfaces.value?.filter { $0.master == "bond0" }.compactMap(\.permanentMAC)
        #expect(members == ["00:1f:29:c4:11:02", "00:1f:29:c4:11:03"])
    }

    @Test func `what lies between disks and file systems is read`() throws {
        let raid = try #require(try Transcript(name: "rhel6").profile().storage)
        #expect(raid.raidArrays.value?.map(\.degraded) == [false, true])
        #expect(raid.lvmFilters.value?.count == 1)
        let paths = try #require(try Transcript(name: "sles11").profile().storage?.multipaths.value?.first)
        #expect(paths.name == "mpatha" && paths.paths == ["/dev/sdb", "/dev/sdc"])
        let vault = try #require(try Transcript(name: "rhel9").profile().storage)
        #expect(vault.lvmDevicesFile == .known(true))
        #expect(vault.crypttab.value?.first?.resolved == "/dev/nvme0n1p2")
        #expect(vault.luksTokens.value == ["/dev/nvme0n1p2": ["systemd-tpm2"]])
    }

    @Test func `the default route of IPv6 is found, and the kernel's reject route is not`() throws {
        let routes = try Transcript(name: "rhel9").profile().routes.value
        #expect(routes == [Route(destination: "default", gateway: "fd00::1", interface: "ens1f0")])
    }

    /// Three years off, and the scan itself does not mind.
    @Test func `a clock of the server that is off is measured to the second`() throws {
        // The transcripts' servers booted at 1 700 000 000 and were up for 1000 s.
        #expect(try Transcript(name: "rhel7").profile(now: 1_605_393_000).system.clockSkewSeconds == .known(94_608_000))
    }
}
