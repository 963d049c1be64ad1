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
            text("/etc/kernel/cmdline", "root=LABEL=x resume=/dev/sda2\n")
                == "root=LABEL=x resume=UUID=\(Fixtures.swapUUID)\n")
    }

    @Test func `GRUB's own root variable and search are left alone`() {
        let menu = "set root='hd0,msdos1'\nsearch --set=root LABEL\nlinux /vmlinuz root=UUID=abc\n"
        #expect(text("/boot/grub/grub.cfg", menu) == menu)
    }

    @Test func `case 25: the environment block keeps its 1024 bytes`() {
        let head = "# GRUB Environment Block\nkernelopts=root=/dev/sda1 ro\n"
        let block = head + String(repeating: "#", count: 1024 - head.utf8.count)
        let after = text("/boot/grub2/grubenv", block)
        #expect(after.utf8.count == 1024)
        #expect(after.contains("kernelopts=root=UUID=\(Fixtures.rootUUID) ro\n#"))
    }
}
