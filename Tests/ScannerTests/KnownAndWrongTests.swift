import Estate
import Testing

@testable import Scanner

/// A fact that looks known and is wrong is worse than none: nobody asks again.
@Suite struct KnownAndWrongTests {
    private func profile(_ sections: [String: String], rights: String = "root") -> ServerProfile {
        var answers = Answers(rights: rights, kernel: "Linux")
        answers.uname = ["h", "6.1", "x86_64"]
        for (name, text) in sections { answers.sections[name] = Answer(text: text) }
        return ProfileBuilder(answers: answers, address: "ssh://h", host: "h", now: Moment(seconds: 0)).profile()
    }

    // MARK: Encryption

    private func lsblk(_ contents: String?...) -> String {
        let parts = contents.enumerated().map { at, content in
            #"{"name":"sda\#(at + 1)","size":1048576,"type":"part","fstype":\#(content.map { "\"\($0)\"" } ?? "null")}"#
        }
        let children = parts.joined(separator: ",")
        return #"{"blockdevices":[{"name":"sda","size":4194304,"type":"disk","children":[\#(children)]}]}"#
    }

    // "No disk is bound to a TPM" was what a user without rights saw: the VM would have stopped at its boot.
    @Test func `that a user found nothing of LUKS is not known, unless udev told what lies everywhere`() {
        func tokens(_ rights: String, _ contents: String?...) -> Observed<[String: [String]]>? {
            let text = contents.count == 1 ? lsblk(contents[0]) : lsblk(contents[0], contents[1])
            return profile(["luks": "", "lsblk": text], rights: rights).storage?.luksTokens
        }
        #expect(tokens("root", "crypto_LUKS") == .known([:]))
        #expect(tokens("user", "ext4", "crypto_LUKS") == .unknown(because: "only root may read what opens /dev/sda2"))
        #expect(tokens("user", "ext4", nil) == .unknown(because: "only root may read what lies on /dev/sda2"))
        #expect(tokens("user", "ext4", "swap") == .known([:]))
        #expect(profile(["luks": ""], rights: "user").storage?.luksTokens.value == nil)
    }

    // MARK: Names of disks

    private func disk(_ name: String, serial: String, wwn: String) -> String {
        #"{"name":"\#(name)","size":4194304,"type":"disk","tran":"sata","serial":"\#(serial)","wwn":"\#(wwn)"}"#
    }

    // Behind such a controller the second disk passed for the first, when a restart had changed their places.
    @Test func `a serial number that several disks have, or that a maker left as it was, is no disk's own`() throws {
        let text = [
            disk("sda", serial: "CTRL1", wwn: "0x6001"), disk("sdb", serial: "CTRL1", wwn: "0x6002"),
            disk("sdc", serial: "Z1", wwn: "0x0"), disk("sdd", serial: "0000000000", wwn: "0x0"),
        ].joined(separator: ",")
        let found = try #require(profile(["lsblk": #"{"blockdevices":[\#(text)]}"#]).disks.value)
        #expect(found.map(\.serial) == [nil, nil, "Z1", nil])
        #expect(found.map(\.wwn) == ["0x6001", "0x6002", nil, nil])
    }

    // MARK: Addresses

    private static let addresses = """
        1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
        2: eth0    inet 10.0.0.9/24 brd 10.0.0.255 scope global dynamic eth0\\       valid_lft 86004sec preferred_lft 86004sec
        2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global secondary eth0\\       valid_lft forever preferred_lft forever
        2: eth0    inet 10.0.0.7/32 scope global eth0\\       valid_lft forever preferred_lft forever
        2: eth0    inet6 fd00::1234/64 scope global temporary dynamic \\       valid_lft 80000sec preferred_lft 7000sec
        2: eth0    inet6 fd00::5/64 scope global \\       valid_lft forever preferred_lft forever
        """

    private func card(_ processes: String) throws -> NetworkInterface {
        let sysnet = "interface eth0\nattr address=52:54:00:00:00:01\nattr type=1\ndriver ../../bus/pci/drivers/igb\n"
        let found = profile(["ipaddr": Self.addresses, "sysnet": sysnet, "processes": processes, "services": ""])
        return try #require(found.interfaces.value?.first)
    }

    // A proof by a cluster's address is answered by the other node.
    @Test func `addresses of a lease, of IPv6's privacy and of a cluster are told from the server's own`() throws {
        let plain = try card("sshd\n")
        #expect(plain.addresses.count == 5)
        #expect(plain.passingAddresses == ["10.0.0.9/24", "fd00::1234/64"])
        #expect(
            try card("sshd\nkeepalived\n").passingAddresses == [
                "10.0.0.9/24", "10.0.0.5/24", "10.0.0.7/32", "fd00::1234/64",
            ])
        let json = #"[{"ifname":"eth0","addr_info":[{"local":"10.0.0.9","prefixlen":24,"dynamic":true}]}]"#
        #expect(InterfaceAddresses.json(json)?["eth0"] == [.init(text: "10.0.0.9/24", isPassing: true)])
    }

    // MARK: Frequency

    private func cpuinfo(_ model: String, _ flags: String, moment: String) -> String {
        "processor\t: 0\nmodel name\t: \(model)\ncpu MHz\t\t: \(moment)\nflags\t\t: \(flags)\n"
    }

    // Sizes were made from the boost of one core, or from what a core slept at in that moment.
    @Test func `the frequency is the nominal one, and neither a boost's nor a moment's`() {
        func found(_ flags: String, _ frequency: CPUFrequency = CPUFrequency(), model: String = "AMD EPYC 7302")
            -> Double?
        {
            CPU.cpuinfo(cpuinfo(model, flags, moment: "1497.5"), architecture: "x86_64", frequency)?.megahertz
        }
        let highest = "3300000\n"
        #expect(found("cpb aperfmperf", CPUFrequency(highest: highest)) == nil)
        #expect(found("cpb aperfmperf", CPUFrequency(steps: "3000000 2000000 1500000\n", highest: highest)) == 3000)
        #expect(found("cpb aperfmperf", CPUFrequency(firmware: "2999\n", highest: highest)) == 2999)
        #expect(found("ida aperfmperf", CPUFrequency(base: "2000000\n", highest: highest), model: "Xeon 6430") == 2000)
        #expect(found("fpu", CPUFrequency(highest: highest)) == 3300)
        #expect(found("cpb aperfmperf") == nil)
        #expect(found("fpu") == 1497.5)
        #expect(found("ida", CPUFrequency(highest: highest), model: "Intel(R) Xeon(R) CPU @ 2.40GHz") == 2400)
    }

    // MARK: Name servers

    @Test func `behind the stub of systemd-resolved are the name servers that it asks`() {
        let asked = "nameserver 10.0.0.53\nnameserver fd00::53\n"
        func servers(_ file: String, _ resolved: String?) -> [String]? {
            profile(
                ["/etc/resolv.conf": file].merging(
                    resolved.map { ["/run/systemd/resolve/resolv.conf": $0] } ?? [:]
                ) { $1 }
            ).nameServers.value
        }
        #expect(servers("nameserver 127.0.0.53\n", asked) == ["10.0.0.53", "fd00::53"])
        #expect(servers("nameserver 127.0.0.53\n", nil) == ["127.0.0.53"])
        // A resolver of its own, beside a resolved that programs do not ask.
        #expect(servers("nameserver 127.0.0.1\n", asked) == ["127.0.0.1"])
    }

    // MARK: Load

    // "0 bytes of memory in use" made a VM as small as can be.
    @Test func `a load whose memory nobody read is not known`() throws {
        let reading = { (at: Int) in
            "/proc/uptime:\(at).0 1\n/proc/stat:cpu  \(at) 0 0 \(at)\n/proc/stat:cpu0 \(at) 0 0 \(at)\n"
        }
        let load = ["load1": reading(100), "load2": reading(101)]
        #expect(profile(load).load.value == nil)
        let known = profile(load.merging(["/proc/meminfo": "MemTotal: 1000 kB\nMemAvailable: 400 kB\n"]) { $1 }).load
        #expect(known.value?.memoryBytes == 614_400)
        #expect(known.value?.diskBytes == nil && known.value?.networkBytes == nil)
    }
}
