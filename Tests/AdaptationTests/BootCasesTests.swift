import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: the firmware finds no loader, or the machine runs out of memory at boot.
@Suite struct BootCasesTests {
    private func after(_ decider: any Decider, _ facts: GuestFacts) -> Draft {
        let draft = Fixtures.decide(decider, facts)
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft
    }

    private func uefi(_ paths: Set<String>) -> GuestFacts {
        var facts = Fixtures.facts(paths: paths)
        facts.firmware = .uefi
        return facts
    }

    @Test(arguments: ["debian", "redhat", "sles", "ubuntu"])
    func `case 27: a lost boot entry is replaced by the fallback loader, with shim's chain`(vendor: String) {
        let folder = "/boot/efi/EFI/\(vendor)"
        let draft = after(
            FallbackLoader(),
            uefi(["\(folder)/shimx64.efi", "\(folder)/grubx64.efi", "\(folder)/mmx64.efi", "\(folder)/grub.cfg"]))
        let targets = draft.operations.compactMap { if case .copy(_, let target) = $0 { target } else { nil } }
        #expect(
            Set(targets)
                == Set(["BOOTX64.EFI", "grubx64.efi", "mmx64.efi", "grub.cfg"].map { "/boot/efi/EFI/BOOT/\($0)" }))
    }

    @Test func `case 27: without shim, grub is the fallback loader`() {
        let draft = after(FallbackLoader(), uefi(["/boot/efi/EFI/debian/grubx64.efi"]))
        #expect(
            draft.operations == [
                .copy(path: "/boot/efi/EFI/debian/grubx64.efi", target: "/boot/efi/EFI/BOOT/BOOTX64.EFI")
            ])
    }

    @Test func `case 27: a fallback loader in other letters is enough`() {
        let draft = after(
            FallbackLoader(), uefi(["/boot/efi/EFI/Boot/bootx64.efi", "/boot/efi/EFI/debian/grubx64.efi"]))
        #expect(draft.changes.isEmpty)
        #expect(draft.passed.map(\.id) == ["uefi-fallback-loader"])
    }

    private func several(_ entries: [String]?, system: String = "debian") -> Draft {
        var facts = uefi(
            ["centos", "rocky"].flatMap { ["/boot/efi/EFI/\($0)/shimx64.efi", "/boot/efi/EFI/\($0)/grubx64.efi"] }
                .reduce(into: []) { $0.insert($1) })
        facts.system.id = system
        if let entries {
            facts.profile = Profiles.with()
            facts.profile?.boot.efiEntries = .known(entries)
        }
        return Fixtures.decide(FallbackLoader(), facts)
    }

    private func source(_ draft: Draft) -> String? {
        draft.operations.compactMap {
            if case .copy(let path, "/boot/efi/EFI/BOOT/BOOTX64.EFI") = $0 { path } else { nil }
        }
        .first
    }

    /// A stale folder of an earlier system leads to a menu that is not there any more.
    @Test(arguments: [
        ["BootCurrent: 0004", "BootOrder: 0001,0004"], ["BootOrder: 0004,0001"], ["BootOrder: 0009,0003,0004"],
    ])
    func `case 27: of several vendors the one that the firmware started`(order: [String]) {
        let entries = [
            "Boot0001* CentOS\tHD(1,GPT,aa,0x800,0x12c000)/File(\\EFI\\centos\\shimx64.efi)",
            "Boot0003  Off\tHD(1,GPT,aa,0x800,0x12c000)/File(\\EFI\\centos\\grubx64.efi)",
            "Boot0004* Rocky Linux\tHD(1,GPT,aa,0x800,0x12c000)/\\EFI\\Rocky\\shimx64.efi",
            "Boot0009* Network\tPciRoot(0x0)/Pci(0x1c,0x0)/MAC(001122334455,0)",
        ]
        #expect(source(several(order + entries)) == "/boot/efi/EFI/rocky/shimx64.efi")
    }

    @Test func `case 27: without the scan's order the system's own vendor, and none by chance`() {
        #expect(source(several(nil, system: "rocky")) == "/boot/efi/EFI/rocky/shimx64.efi")
        #expect(source(several(nil, system: "centos")) == "/boot/efi/EFI/centos/shimx64.efi")
        let draft = several(nil, system: "almalinux")
        #expect(draft.changes.isEmpty)
        #expect(draft.concerns.map(\.id) == ["several-uefi-loaders"])
        #expect(draft.concerns.allSatisfy { $0.severity == .critical })
    }

    /// A disk that once started Windows, or a server that was installed twice.
    @Test func `case 27: a fallback loader that is not what the server starts is said`() throws {
        func concerns(_ fallback: String, fallbackProgram: Bool = false) throws -> [String] {
            var guest = FieldTrees.fedoraBtrfs
            guest.profile = Profiles.with()
            guest.profile?.boot.efiEntries = .known([
                "BootCurrent: 0001", "Boot0001* Fedora HD(1)/File(\\EFI\\fedora\\shimx64.efi)",
            ])
            guest.tree["/boot/efi/EFI/BOOT/BOOTX64.EFI"] = fallback
            if fallbackProgram { guest.tree["/boot/efi/EFI/BOOT/fbx64.efi"] = "f" }
            return try guest.outcome().draft.concerns.map(\.id)
        }
        #expect(try concerns("bootmgfw") == ["other-fallback-loader"])
        #expect(try concerns("shim").isEmpty)
        #expect(try concerns("another shim", fallbackProgram: true).isEmpty)
    }

    @Test func `case 28: a server that starts with its BIOS gets no loader, though it has a partition for one`() {
        let draft = after(FallbackLoader(), Fixtures.facts(paths: ["/boot/efi/EFI/debian/grubx64.efi"]))
        #expect(draft.changes.isEmpty)
    }

    @Test func `case 31: GRUB's next upgrade finds the disk`() {
        let path = "/var/cache/debconf/config.dat"
        let text =
            "Name: grub-pc/install_devices\nTemplate: x\nValue: /dev/disk/by-id/ata-WDC_1\n\nName: other/x\nValue: /dev/sda\n"
        let draft = after(GrubInstallDevice(), Fixtures.facts([path: text]))
        #expect(draft.facts.files[path]?.text == text.replacing("/dev/disk/by-id/ata-WDC_1", with: "/dev/vda"))
    }

    @Test func `case 32: dracut's next initramfs has the drivers`() {
        let kernel = GuestKernel(
            version: "5.14", initramfs: nil,
            drivers: ["virtio_blk": .module([KernelModule(path: "a/virtio_blk.ko", needs: [])])])
        let draft = after(
            InitramfsConfiguration(),
            Fixtures.facts(paths: ["/usr/bin/dracut", "/etc/dracut.conf.d"], kernels: [kernel]))
        #expect(
            draft.facts.files["/etc/dracut.conf.d/90-p2v.conf"]?.text.contains("add_drivers+=\" virtio_blk \"") == true)
    }

    @Test(arguments: [
        ("/etc/initramfs-tools/initramfs.conf", "MODULES=dep\n", "MODULES=most\n"),
        ("/etc/initramfs-tools/conf.d/driver-policy", "MODULES=dep\n", "MODULES=most\n"),
        ("/etc/sysconfig/kernel", "INITRD_MODULES=\"cciss ext3\"\n", "INITRD_MODULES=\"cciss ext3 virtio_blk\"\n"),
        ("/etc/mkinitcpio.conf", "MODULES=()\nHOOKS=(base)\n", "MODULES=(virtio_blk)\nHOOKS=(base)\n"),
    ])
    func `case 33: the next initramfs of each family has the drivers`(path: String, before: String, expected: String) {
        let kernel = GuestKernel(
            version: "5", initramfs: nil,
            drivers: ["virtio_blk": .module([KernelModule(path: "a/virtio_blk.ko", needs: [])])])
        let draft = after(InitramfsConfiguration(), Fixtures.facts([path: before], kernels: [kernel]))
        #expect(draft.facts.files[path]?.text == expected)
    }

    @Test func `case 36: huge pages, reserved processors and the second serial port go`() {
        let path = "/etc/default/grub"
        let text =
            "GRUB_CMDLINE_LINUX=\"hugepages=4096 quiet isolcpus=2-31 console=ttyS1,115200 acpi=off\"\nGRUB_SERIAL_COMMAND=\"serial --unit=1\"\n"
        let draft = after(HardwareOptions(), Fixtures.facts([path: text]))
        #expect(
            draft.facts.files[path]?.text
                == "GRUB_CMDLINE_LINUX=\"quiet console=ttyS0,115200 \"\nGRUB_SERIAL_COMMAND=\"serial --unit=0\"\n")
    }

    @Test func `case 36: huge pages by sysctl become a comment`() {
        let draft = after(
            HardwareOptions(), Fixtures.facts(["/etc/sysctl.conf": "vm.nr_hugepages = 4096\nvm.swappiness=1\n"]))
        #expect(draft.facts.files["/etc/sysctl.conf"]?.text == "# p2v: vm.nr_hugepages = 4096\nvm.swappiness=1\n")
    }

    @Test(arguments: ["vm.min_free_kbytes=4194304", "-vm.nr_hugepages = 9", "vm/nr_overcommit_hugepages\t= 9"])
    func `case 36: a reserve of the server's size does not take a small machine's memory`(line: String) {
        let path = "/etc/sysctl.d/90-db.conf"
        let draft = after(HardwareOptions(), Fixtures.facts([path: line + "\n"]))
        #expect(draft.facts.files[path]?.text == "# p2v: \(line)\n")
    }

    @Test func `case 37: a login on the second serial port moves to the first`() {
        let draft = after(
            SerialLogins(), Fixtures.facts(["/etc/inittab": "T1:23:respawn:/sbin/getty -L ttyS1 9600\n"]))
        #expect(draft.facts.files["/etc/inittab"]?.text == "T1:23:respawn:/sbin/getty -L ttyS0 9600\n")
    }

    @Test func `case 53: a crash kernel's initramfs is moved aside`() {
        let path = "/boot/initramfs-5.14.0kdump.img"
        #expect(after(CrashKernels(), Fixtures.facts(paths: [path])).operations == [.setAside(path: path)])
    }

    private func twoKernels(_ path: String, _ text: String, _ files: [String: String] = [:]) -> GuestFacts {
        let layout = BootLayouts.layout(
            "two kernels", entry: (path, text), kernel: BootLayouts.kernel("6.1.0-9", "/boot/initrd.img-6.1.0-9"),
            at: "/boot/vmlinuz-6.1.0-9", files: files,
            paths: ["/boot/vmlinuz-6.6.0-custom", "/boot/initrd.img-6.6.0-custom"])
        var facts = layout.facts
        var custom = BootLayouts.kernel("6.6.0-custom", "/boot/initrd.img-6.6.0-custom")
        custom.drivers = [:]
        custom.initramfs?.mark = nil
        facts.kernels.append(custom)
        return facts
    }

    @Test func `case 34: where the default kernel has no driver and another has, the default is changed and said`() {
        let entry = { (id: String, version: String) in
            "menuentry '\(id)' --id \(id) {\n linux /boot/vmlinuz-\(version) root=\(BootLayouts.root)\n initrd /boot/initrd.img-\(version)\n}\n"
        }
        let path = "/boot/grub/grub.cfg"
        let menu = "set default=\"${saved_entry}\"\n" + entry("custom", "6.6.0-custom") + entry("nine", "6.1.0-9")
        let facts = twoKernels(
            path, menu,
            ["/boot/grub/grubenv": "saved_entry=custom\n###", "/etc/default/grub": "GRUB_DEFAULT=saved\n"])
        #expect(!BootProver(facts: facts).chain().isProved)
        let draft = after(DefaultKernel(), facts)
        #expect(draft.facts.files[path]?.text.hasPrefix("set default=\"nine\"\n") == true)
        #expect(draft.facts.files["/etc/default/grub"]?.text == "GRUB_DEFAULT=\"nine\"\n")
        #expect(draft.concerns.map(\.id) == ["default-kernel-changed"])
        #expect(BootProver(facts: draft.facts).chain().isProved)
    }

    @Test func `case 34: GRUB legacy's default is changed as well`() {
        let entry = { (version: String) in
            "title \(version)\n kernel /boot/vmlinuz-\(version) root=\(BootLayouts.root)\n initrd /boot/initrd.img-\(version)\n"
        }
        let path = "/boot/grub/menu.lst"
        let draft = after(
            DefaultKernel(), twoKernels(path, "default 0\n" + entry("6.6.0-custom") + entry("6.1.0-9")))
        #expect(draft.facts.files[path]?.text.hasPrefix("default=1\n") == true)
        #expect(BootProver(facts: draft.facts).chain().isProved)
    }

    @Test(arguments: BootLayouts.all)
    func `a default kernel that has its drivers stays the default`(layout: BootLayout) {
        #expect(after(DefaultKernel(), layout.facts).changes.isEmpty)
    }
}
