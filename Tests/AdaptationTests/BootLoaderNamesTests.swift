import Testing

@testable import Adaptation

/// What a user loses if these fail: the kernel starts and does not find its root.
@Suite struct BootLoaderNamesTests {
    let decider = BootLoaderNames()

    private func text(_ path: String, _ text: String) -> String {
        let draft = Fixtures.decide(decider, Fixtures.facts([path: text]))
        #expect(Fixtures.leavesNothing(decider, after: draft))
        return draft.facts.files[path]?.text ?? ""
    }

    @Test(arguments: [
        ("/boot/grub/grub.cfg", "\tlinux /vmlinuz root=/dev/sda1 ro quiet\n"),
        ("/boot/grub2/grub.cfg", "linux16 /vmlinuz root=/dev/sda1 ro\n"),
        ("/boot/loader/entries/abc-6.1.conf", "options root=/dev/sda1 ro\n"),
        ("/etc/kernel/cmdline", "root=/dev/sda1 ro\n"),
        ("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"root=/dev/sda1 console=ttyS0\"\n"),
        ("/boot/grub/menu.lst", "# kopt=root=/dev/hda1 ro\nkernel /vmlinuz root=/dev/sda1 ro\n"),
        ("/boot/extlinux/extlinux.conf", "append root=/dev/sda1 ro\n"),
    ])
    func `case 25: root is renamed wherever a boot entry stands`(path: String, before: String) {
        let after = text(path, before)
        #expect(after == before.replacing("root=/dev/sda1", with: "root=UUID=\(Fixtures.rootUUID)"))
    }

    @Test func `case 8: the swap to resume from is renamed with it`() {
        #expect(
            text("/etc/kernel/cmdline", "root=UUID=\(Fixtures.rootUUID) resume=/dev/sda2\n")
                == "root=UUID=\(Fixtures.rootUUID) resume=UUID=\(Fixtures.swapUUID)\n")
    }

    @Test func `GRUB's own root variable and search are left alone`() {
        let menu = "set root='hd0,msdos1'\nsearch --set=root LABEL\nlinux /vmlinuz root=UUID=\(Fixtures.rootUUID)\n"
        #expect(text("/boot/grub/grub.cfg", menu) == menu)
    }

    @Test func `case 25: the environment block keeps its 1024 bytes`() {
        let head = "# GRUB Environment Block\nkernelopts=root=/dev/sda1 ro\n"
        let block = head + String(repeating: "#", count: 1024 - head.utf8.count)
        let after = text("/boot/grub2/grubenv", block)
        #expect(after.utf8.count == 1024)
        #expect(after.contains("kernelopts=root=UUID=\(Fixtures.rootUUID) ro\n#"))
    }

    @Test(arguments: [
        "/etc/grub.d/40_custom", "/boot/grub2/custom.cfg", "/etc/dracut.conf.d/90-x.conf", "/boot/extlinux/linux.cfg",
    ])
    func `case 25: root is renamed where people write entries by hand`(path: String) {
        #expect(
            text(path, "linux /vmlinuz root=/dev/sda1 ro\n") == "linux /vmlinuz root=UUID=\(Fixtures.rootUUID) ro\n")
    }

    @Test(arguments: [
        "/dev/disk/by-id/x-part1", "/dev/dm-0", "/dev/mapper/3600508b1001c1234567890abcdef0123-part1", "PARTLABEL=r",
    ])
    func `case 3: the one root of all entries is the root that was mounted`(name: String) {
        let expected = "linux /vmlinuz root=UUID=\(Fixtures.rootUUID) ro\n"
        #expect(text("/boot/grub/menu.lst", "linux /vmlinuz root=\(name) ro\n") == expected)
    }

    @Test func `an entry of another system in the menu is left alone`() {
        let other = "linux /vmlinuz root=/dev/sdc1 ro\n"
        let menu = "linux /vmlinuz root=/dev/sda1 ro\n" + other
        #expect(text("/boot/grub/grub.cfg", menu).hasSuffix(other))
    }

    @Test(arguments: ["/dev/sdq3", "UUID=dead", "LABEL=swap", "/dev/mapper/rhel-swap", "/dev/disk/by-id/x-part2"])
    func `case 8: a swap that did not come is not resumed from, wherever that stands`(name: String) {
        for path in ["/boot/loader/entries/a.conf", "/etc/kernel/cmdline", "/etc/default/grub"] {
            #expect(
                text(path, "options root=/dev/sda1 resume=\(name) quiet\n")
                    == "options root=UUID=\(Fixtures.rootUUID) quiet\n")
        }
    }

    @Test func `a kernel without an initramfs gets the name of the partition`() {
        let path = "/boot/grub/grub.cfg"
        let facts = Fixtures.facts(
            [path: "linux /vmlinuz root=/dev/sda1 ro\n"],
            kernels: [GuestKernel(version: "6", initramfs: nil, drivers: [:])])
        #expect(
            Fixtures.decide(decider, facts).facts.files[path]?.text == "linux /vmlinuz root=PARTUUID=0badcafe-01 ro\n")
    }
}
