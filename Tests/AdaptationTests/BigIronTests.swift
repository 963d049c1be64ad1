import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the guest's memory is reserved before its service has any, or nobody can log in.
@Suite struct BigIronTests {
    private func after(_ decider: any Decider, _ facts: GuestFacts) -> Draft {
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft
    }

    private static let grub = "/etc/default/grub"

    private func reserve(_ option: String, memory: Int?) -> Draft {
        var facts = Fixtures.facts([Self.grub: "GRUB_CMDLINE_LINUX=\"quiet \(option) rhgb\"\n"])
        facts.memoryMiB = memory
        return after(CrashReserve(), facts)
    }

    @Test(arguments: [
        ("crashkernel=auto", 512, "crashkernel=auto "),
        ("crashkernel=1G-4G:192M,64G-:512M", 512, "crashkernel=1G-4G:192M,64G-:512M "),
        ("crashkernel=128M@16M", 2048, "crashkernel=128M@16M "), ("crashkernel=2G", 4096, "crashkernel=256M "),
        ("crashkernel=768M,high", 2048, "crashkernel=256M "), ("crashkernel=512M", 512, ""),
        ("crashkernel=1048576K@64M", 2048, "crashkernel=256M "), ("crashkernel=512M,low", 1024, ""),
    ])
    func `case 36: a crash kernel takes no more than a quarter of the memory`(option: String, memory: Int, left: String)
    {
        #expect(
            reserve(option, memory: memory).facts.files[Self.grub]?.text
                == "GRUB_CMDLINE_LINUX=\"quiet \(left)rhgb\"\n")
    }

    @Test func `case 36: where the memory is not known a large reserve is said, and a small one is not`() {
        #expect(reserve("crashkernel=2G", memory: nil).concerns.map(\.id) == ["crash-reserve-unknown"])
        #expect(reserve("crashkernel=256M", memory: nil).concerns.isEmpty)
        #expect(reserve("crashkernel=2G", memory: nil).changes.isEmpty)
    }

    @Test(arguments: [
        ("/boot/grub2/grubenv", "tuned_params=isolcpus=2-63 hugepages=8\n"),
        ("/etc/tuned/bootcmdline", "TUNED_BOOT_CMDLINE=hugepages=8\n"),
        ("/boot/grub2/grub.cfg", "set tuned_params=\"hugepages=8 nohz_full=2-63\"\n"),
        ("/etc/cmdline.d/a.conf", "hugepages=8\n"),
        ("/etc/tuned/own/tuned.conf", "[bootloader]\ncmdline_own=+hugepagesz=1G hugepages=8\n"),
    ])
    func `case 36: what tuned reserves goes as well`(path: String, text: String) {
        let found = after(HardwareOptions(), Fixtures.facts([path: text])).facts.files[path]?.text
        #expect(found?.contains("hugepages=8") == false && found?.contains("isolcpus") == false)
    }

    @Test(arguments: ["idle=poll", "clocksource=tsc", "tsc=reliable", "kernelcore=8G", "acpi=off"])
    func `case 36: an option for the server's board goes`(option: String) {
        let path = "/boot/grub/grub.cfg"
        let draft = after(HardwareOptions(), Fixtures.facts([path: "linux /vmlinuz root=UUID=1 \(option) quiet\n"]))
        #expect(draft.facts.files[path]?.text == "linux /vmlinuz root=UUID=1 quiet\n")
    }

    @Test(arguments: ["idle=nomwait", "tsc=unstable", "intel_iommu=on", "acpi=force", "transparent_hugepage=never"])
    func `case 36: an option that harms nothing stays`(option: String) {
        let facts = Fixtures.facts(["/boot/grub/grub.cfg": "linux /vmlinuz root=UUID=1 \(option) quiet\n"])
        #expect(after(HardwareOptions(), facts).changes.isEmpty)
    }

    @Test(arguments: [
        ("serial --unit=1 --speed=115200", "serial --unit=0 --speed=115200"),
        ("serial --port=0x2f8 --speed=9600", "serial --port=0x3f8 --speed=9600"),
        ("linux /v console=ttyS2,115200n8 console=tty0", "linux /v console=ttyS0,115200n8 console=tty0"),
    ])
    func `case 37: any later serial port becomes the first`(before: String, expected: String) {
        let path = "/boot/grub/grub.cfg"
        #expect(after(HardwareOptions(), Fixtures.facts([path: before])).facts.files[path]?.text == expected)
    }

    // MARK: Logins

    private static let wants = "/etc/systemd/system/getty.target.wants"

    @Test func `case 37: systemd's login on the second port moves to the first`() {
        let draft = after(
            SerialLogins(),
            Fixtures.facts(paths: [
                "\(Self.wants)/serial-getty@ttyS1.service", "/usr/lib/systemd/system/serial-getty@.service",
            ]))
        #expect(
            draft.operations == [
                .setAside(path: "\(Self.wants)/serial-getty@ttyS1.service"),
                .link(
                    path: "\(Self.wants)/serial-getty@ttyS0.service",
                    target: "/usr/lib/systemd/system/serial-getty@.service"),
            ])
        #expect(OriginalPlace.path(of: "\(Self.wants)/a.service").hasPrefix("/var/lib/p2v/originals/"))
    }

    @Test func `case 37: one login on the first port is enough`() {
        let paths: Set<String> = [
            "\(Self.wants)/serial-getty@ttyS1.service", "\(Self.wants)/serial-getty@ttyS0.service",
            "/lib/systemd/system/serial-getty@.service",
        ]
        #expect(
            after(SerialLogins(), Fixtures.facts(paths: paths)).operations == [
                .setAside(path: "\(Self.wants)/serial-getty@ttyS1.service")
            ])
        let text = "a:2:respawn:/sbin/getty -L ttyS0 9600\nb:2:respawn:/sbin/getty -L ttyS1 9600\n"
        #expect(
            after(SerialLogins(), Fixtures.facts(["/etc/inittab": text])).facts.files["/etc/inittab"]?.text
                == "a:2:respawn:/sbin/getty -L ttyS0 9600\n# p2v: b:2:respawn:/sbin/getty -L ttyS1 9600\n")
    }

    @Test(arguments: [
        ("ttyS1::respawn:/sbin/getty -L 115200 ttyS1 vt100", "ttyS0::respawn:/sbin/getty -L 115200 ttyS0 vt100"),
        ("xvc0:2345:respawn:/sbin/agetty xvc0 9600", "xvc0:2345:respawn:/sbin/agetty ttyS0 9600"),
        ("S1:2345:respawn:/sbin/agetty ttyS1 115200", "S1:2345:respawn:/sbin/agetty ttyS0 115200"),
    ])
    func `case 37: BusyBox names the terminal first, and init a mark of four characters`(
        before: String, expected: String
    ) {
        let draft = after(SerialLogins(), Fixtures.facts(["/etc/inittab": before]))
        #expect(draft.facts.files["/etc/inittab"]?.text == expected)
    }

    @Test(arguments: [
        (AdaptationTarget.kvm, "tty1\nttyS1\n", "tty1\nttyS1\nttyS0\n"), (.xen, "tty1\nttyS1", "tty1\nttyS1\nhvc0\n"),
        (.kvm, "tty1\n", "tty1\n"), (.kvm, "ttyS0\nttyS1\n", "ttyS0\nttyS1\n"), (.kvm, "hvc0\n", "hvc0\nttyS0\n"),
    ])
    func `case 37: root may log in on the console where it might on the server's port`(
        target: AdaptationTarget, before: String, expected: String
    ) {
        let draft = after(SerialLogins(), Fixtures.facts(["/etc/securetty": before], target: target))
        #expect(draft.facts.files["/etc/securetty"]?.text == expected)
    }

    // MARK: tuned, huge pages

    private static let active = "/etc/tuned/active_profile"

    private func tuned(_ profile: String, mode: String? = "manual", known: Bool = true) -> Draft {
        var files = [Self.active: profile + "\n"]
        files["/etc/tuned/profile_mode"] = mode.map { $0 + "\n" }
        return after(TunedProfile(), Fixtures.facts(files, paths: known ? ["/usr/lib/tuned/virtual-guest"] : []))
    }

    @Test func `case 36: tuned's profile of a server becomes that of a guest, unless tuned chooses or a person did`() {
        #expect(tuned("throughput-performance").facts.files[Self.active]?.text == "virtual-guest\n")
        #expect(tuned("balanced", mode: nil).facts.files[Self.active]?.text == "virtual-guest\n")
        #expect(tuned("throughput-performance", mode: "auto").changes.isEmpty)
        #expect(tuned("throughput-performance", known: false).changes.isEmpty)
        #expect(tuned("sap-hana").changes.isEmpty)
        #expect(tuned("cpu-partitioning").concerns.map(\.id) == ["tuned-profile"])
    }

    @Test(arguments: [
        ("none /huge hugetlbfs pagesize=1G 0 0", "none /huge hugetlbfs pagesize=1G,nofail 0 0"),
        ("none /huge hugetlbfs", "none /huge hugetlbfs defaults,nofail"),
        ("none /huge hugetlbfs nofail 0 0", "none /huge hugetlbfs nofail 0 0"),
    ])
    func `case 36: huge pages that cannot be mounted do not stop the start`(before: String, expected: String) {
        #expect(
            after(HugePageMounts(), Fixtures.facts(["/etc/fstab": before])).facts.files["/etc/fstab"]?.text == expected)
    }

    // MARK: Foreign units

    @Test func `every line of the list of foreign units is read, and no name stands twice`() {
        let lines = String(decoding: PackageResources.foreign_units_txt, as: UTF8.self).lines.filter { !$0.isComment }
        #expect(ForeignUnit.all.count == lines.count)
        #expect(Set(ForeignUnit.all.map(\.name)).count == lines.count)
        #expect(ForeignUnit.Kind.allCases.allSatisfy { kind in ForeignUnit.all.contains { $0.kind == kind } })
        #expect(ForeignUnit.all.allSatisfy { $0.name.filter { $0 == "*" }.count <= 1 && !$0.source.isEmpty })
    }

    @Test(arguments: ["hp-ams", "cpqScsi", "dsm_sa_datamgrd", "racsvc", "srvadmin-services", "bmc-watchdog"])
    func `case 47: an agent of the list is masked, its script and its job are moved aside`(name: String) {
        let draft = after(
            HardwareAgents(),
            Fixtures.facts(paths: [
                "/lib/systemd/system/\(name).service", "/etc/init.d/rc3.d/S20\(name)", "/etc/init/\(name).conf",
                "/etc/rcS.d/S03\(name)",
            ]))
        #expect(
            Set(draft.operations) == [
                .link(path: "/etc/systemd/system/\(name).service", target: "/dev/null"),
                .setAside(path: "/etc/init.d/rc3.d/S20\(name)"), .setAside(path: "/etc/init/\(name).conf"),
                .setAside(path: "/etc/rcS.d/S03\(name)"),
            ])
    }

    @Test(arguments: ["sshd", "dsmc", "hp-healthcheck-of-ours", "ipmi-exporter", "lm_sensors_exporter", "vcenter"])
    func `case 47: what only looks like an agent stays`(name: String) {
        let facts = Fixtures.facts(paths: ["/lib/systemd/system/\(name).service", "/etc/rc3.d/S20\(name)"])
        #expect(after(HardwareAgents(), facts).changes.isEmpty && after(HypervisorTools(), facts).changes.isEmpty)
    }

    // MARK: Guests of another hypervisor

    @Test(arguments: ["open-vm-tools", "vmtoolsd", "hv-kvp-daemon", "hypervvssd", "vboxadd-service", "xe-daemon"])
    func `case 47: tools of another hypervisor are switched off`(name: String) {
        let draft = after(HypervisorTools(), Fixtures.facts(paths: ["/lib/systemd/system/\(name).service"]))
        #expect(draft.operations == [.link(path: "/etc/systemd/system/\(name).service", target: "/dev/null")])
    }

    @Test(arguments: [AdaptationTarget.xen, .xenserver])
    func `case 47: on Xen its own agent stays`(target: AdaptationTarget) {
        let facts = Fixtures.facts(
            paths: ["/lib/systemd/system/xe-daemon.service", "/lib/systemd/system/qemu-guest-agent.service"],
            target: target)
        #expect(after(HypervisorTools(), facts).changes.isEmpty)
    }

    @Test(arguments: [
        ("console=hvc0", "console=ttyS0"), ("console=xvc0 quiet", "console=ttyS0 quiet"),
        ("console=tty0 console=hvc0", "console=tty0 console=hvc0"),
    ])
    func `case 37: a guest of Xen gets a serial console where it had none`(before: String, expected: String) {
        let path = "/boot/grub/grub.cfg"
        #expect(
            after(XenConsole(), Fixtures.facts([path: "linux /v \(before)"])).facts.files[path]?.text
                == "linux /v \(expected)")
    }

    @Test(arguments: [
        ("2.6.32-754.el6.x86_64", true), ("3.10.0-1160.el7.x86_64", true), ("3.13.0-170-generic", true),
        ("4.0.0", false), ("4.18.0-553", false), ("6.1.0-9-amd64", false), ("custom", true),
    ])
    func `a kernel from before virtio 1 needs devices that speak the old way too`(version: String, old: Bool) {
        let facts = Fixtures.facts(kernels: [BootLayouts.kernel(version, nil)])
        #expect(MachineNeeds(facts).oldVirtio == old)
        #expect(MachineNeeds(target: .kvm, firmware: .bios, sectorBytes: []).oldVirtio == nil)
    }
}
