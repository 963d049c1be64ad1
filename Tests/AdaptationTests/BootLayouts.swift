import Estate
import Testing

@testable import Adaptation

/// A made-up guest whose start is whole, and what each link of it hangs on.
struct BootLayout: Sendable, CustomTestStringConvertible {
    var name: String
    var facts: GuestFacts
    /// The file that holds the default entry.
    var entry: String
    var kernel: String
    var initramfs: String?
    /// Kernel, initramfs and options are one file.
    var isUnified = false

    var testDescription: String { name }
}

enum BootLayouts {
    static let root = "UUID=\(Fixtures.rootUUID)"

    static func kernel(_ version: String, _ initramfs: String?, builtIn: Bool = false) -> GuestKernel {
        let mark = DriverMark(
            target: .kvm, modules: ["virtio_pci", "virtio_blk"], originalBytes: 9, placement: .appended)
        return GuestKernel(
            version: version,
            initramfs: initramfs.map { GuestInitramfs(path: $0, bytes: 99, compression: .gzip, mark: mark) },
            drivers: [
                "virtio_pci": builtIn
                    ? .builtIn : .module([KernelModule(path: "kernel/drivers/virtio/virtio_pci.ko", needs: [])]),
                "virtio_blk": builtIn
                    ? .builtIn : .module([KernelModule(path: "kernel/drivers/block/virtio_blk.ko", needs: [])]),
            ])
    }

    /// - Parameter files: the entry's file and its text first.
    static func layout(
        _ name: String, entry: (path: String, text: String), kernel: GuestKernel, at path: String,
        fstab: String = "\(root) / ext4 defaults 0 1\n", files: [String: String] = [:], paths: Set<String> = [],
        links: [String: String] = [:], firmware: Firmware = .bios, tool: String = "/usr/sbin/update-initramfs",
        volumes: [GuestVolume] = Fixtures.volumes
    ) -> BootLayout {
        var texts = files
        texts[entry.path] = entry.text
        texts["/etc/fstab"] = fstab
        let initramfs = kernel.initramfs?.path
        var there = paths.union([path, tool]).union(links.keys)
        if let initramfs { there.insert(initramfs) }
        if firmware == .uefi { there.insert("/boot/efi/EFI/BOOT/BOOTX64.EFI") }
        var facts = Fixtures.facts(texts, volumes: volumes, paths: there, links: links, kernels: [kernel])
        facts.firmware = firmware
        facts.disks = [DiskFacts(device: "/dev/sda", hasBootCode: firmware == .bios)]
        return BootLayout(name: name, facts: facts, entry: entry.path, kernel: path, initramfs: initramfs)
    }

    static let all: [BootLayout] = [
        debian, separateBoot, submenu, specification, legacy, suseLinks, extlinux, systemdBoot, logicalVolume, bare,
        arch,
        array, unified, firmwareAlone,
    ]

    static let debian = layout(
        "Debian with GRUB",
        entry: (
            "/boot/grub/grub.cfg",
            "set default=\"0\"\nmenuentry 'Debian' --class debian $menuentry_id_option 'gnulinux' {\n\tlinux /boot/vmlinuz-6.1.0-9-amd64 root=\(root) ro\n\tinitrd /boot/initrd.img-6.1.0-9-amd64\n}\n"
        ), kernel: kernel("6.1.0-9-amd64", "/boot/initrd.img-6.1.0-9-amd64"), at: "/boot/vmlinuz-6.1.0-9-amd64",
        fstab: "\(root) / ext4 defaults 0 1\nUUID=\(Fixtures.swapUUID) none swap sw 0 0\ntmpfs /tmp tmpfs x 0 0\n")

    static let separateBoot = layout(
        "UEFI with /boot of its own",
        entry: (
            "/boot/grub/grub.cfg",
            "menuentry \"U\" {\n linux /vmlinuz-5.15.0-1-generic root=\(root)\n initrd /initrd.img-5.15.0-1-generic\n}\n"
        ), kernel: kernel("5.15.0-1-generic", "/boot/initrd.img-5.15.0-1-generic"),
        at: "/boot/vmlinuz-5.15.0-1-generic",
        fstab: "\(root) / ext4 defaults 0 1\nUUID=b00 /boot ext4 defaults 0 2\n", firmware: .uefi,
        volumes: Fixtures.volumes + [GuestVolume(device: "/dev/sda3", disk: 0, partition: 3, type: "ext4", uuid: "b00")]
    )

    static let submenu = layout(
        "a saved entry in a submenu",
        entry: (
            "/boot/grub/grub.cfg",
            "set default=\"${saved_entry}\"\nmenuentry 'new' --id new {\n linux /boot/vmlinuz-gone root=/dev/sdz1\n}\nsubmenu 'more' $menuentry_id_option 'adv' {\n menuentry 'old' --id old {\n  linux /boot/vmlinuz-5.10.0-8 root=\(root)\n  initrd /boot/initrd.img-5.10.0-8\n }\n}\n"
        ), kernel: kernel("5.10.0-8", "/boot/initrd.img-5.10.0-8"), at: "/boot/vmlinuz-5.10.0-8",
        files: ["/boot/grub/grubenv": "# GRUB Environment Block\nsaved_entry=adv>old\n###"])

    static let specification = layout(
        "RHEL 8 with entries of the specification",
        entry: (
            "/boot/loader/entries/aa-4.18.0-553.el8.x86_64.conf",
            "title R\nlinux /boot/vmlinuz-4.18.0-553.el8.x86_64\ninitrd /boot/initramfs-4.18.0-553.el8.x86_64.img $tuned_initrd\noptions $kernelopts $tuned_params\n"
        ), kernel: kernel("4.18.0-553.el8.x86_64", "/boot/initramfs-4.18.0-553.el8.x86_64.img"),
        at: "/boot/vmlinuz-4.18.0-553.el8.x86_64",
        files: [
            "/boot/grub2/grub.cfg": "set default=\"${saved_entry}\"\ninsmod blscfg\nblscfg\n",
            "/boot/grub2/grubenv":
                "# GRUB Environment Block\nsaved_entry=aa-4.18.0-553.el8.x86_64\nkernelopts=root=\(root) ro\n",
        ], tool: "/usr/bin/dracut")

    static let legacy = layout(
        "CentOS 6 with GRUB legacy",
        entry: (
            "/boot/grub/menu.lst",
            "default=1\ntitle broken\n kernel /boot/vmlinuz-0 root=/dev/sdz1\ntitle C\n\troot (hd0,0)\n\tkernel (hd0,0)/boot/vmlinuz-2.6.32-754.el6.x86_64 ro root=\(root)\n\tinitrd /boot/initramfs-2.6.32-754.el6.x86_64.img\n"
        ), kernel: kernel("2.6.32-754.el6.x86_64", "/boot/initramfs-2.6.32-754.el6.x86_64.img"),
        at: "/boot/vmlinuz-2.6.32-754.el6.x86_64", tool: "/sbin/dracut")

    static let suseLinks = layout(
        "openSUSE, whose entry names links",
        entry: (
            "/boot/grub2/grub.cfg", "menuentry 's' {\n linux /boot/vmlinuz root=\(root)\n initrd /boot/initrd\n}\n"
        ),
        kernel: kernel("5.14.21-default", "/boot/initrd-5.14.21-default"), at: "/boot/vmlinuz-5.14.21-default",
        links: ["/boot/vmlinuz": "vmlinuz-5.14.21-default", "/boot/initrd": "initrd-5.14.21-default"],
        tool: "/usr/bin/dracut")

    static let extlinux = layout(
        "EXTLINUX",
        entry: (
            "/boot/extlinux/extlinux.conf",
            "default l0\nlabel l0\n  linux /boot/vmlinuz-6.1.0-9\n  append initrd=/boot/initrd.img-6.1.0-9 root=\(root) ro\n"
        ), kernel: kernel("6.1.0-9", "/boot/initrd.img-6.1.0-9"), at: "/boot/vmlinuz-6.1.0-9")

    static let systemdBoot = layout(
        "systemd-boot on the EFI system partition",
        entry: (
            "/efi/loader/entries/m-6.6.1.conf",
            "title A\nlinux /m/6.6.1/linux\ninitrd /m/6.6.1/ucode.img\ninitrd /m/6.6.1/initrd\noptions root=\(root) rw\n"
        ), kernel: kernel("6.6.1", "/efi/m/6.6.1/initrd"), at: "/efi/m/6.6.1/linux",
        files: ["/efi/loader/loader.conf": "timeout 3\ndefault m-*\n"],
        paths: ["/efi/EFI/systemd/systemd-bootx64.efi"], firmware: .uefi, tool: "/usr/bin/dracut")

    static let logicalVolume = layout(
        "a root on a logical volume",
        entry: (
            "/boot/grub/grub.cfg",
            "menuentry 'l' {\n linux /boot/vmlinuz-6.1 root=/dev/mapper/vg--a-root ro\n initrd /boot/initrd.img-6.1\n}\n"
        ), kernel: kernel("6.1", "/boot/initrd.img-6.1"), at: "/boot/vmlinuz-6.1",
        fstab: "/dev/vg-a/root / ext4 defaults 0 1\n",
        volumes: [GuestVolume(device: "/dev/vg-a/root", type: "ext4", uuid: Fixtures.rootUUID)])

    static let bare = layout(
        "a kernel without an initramfs",
        entry: ("/boot/grub/grub.cfg", "menuentry 'g' {\n linux /boot/vmlinuz-6.9.1 root=PARTUUID=0badcafe-01 ro\n}\n"),
        kernel: kernel("6.9.1", nil, builtIn: true), at: "/boot/vmlinuz-6.9.1")

    static let arch = layout(
        "Arch, whose kernel has no version in its name",
        entry: (
            "/boot/grub/grub.cfg",
            "menuentry 'a' {\n linux /boot/vmlinuz-linux root=\(root) rw\n initrd /boot/intel-ucode.img /boot/initramfs-linux.img\n}\n"
        ), kernel: kernel("6.9.1-arch1-1", "/boot/initramfs-linux.img"), at: "/boot/vmlinuz-linux",
        tool: "/usr/bin/dracut")

    static let array = layout(
        "a root on an array",
        entry: (
            "/boot/grub/grub.cfg",
            "menuentry 'm' {\n linux /boot/vmlinuz-6.1 root=/dev/md127 ro\n initrd /boot/initrd.img-6.1\n}\n"
        ), kernel: kernel("6.1", "/boot/initrd.img-6.1"), at: "/boot/vmlinuz-6.1",
        fstab: "/dev/md127 / ext4 defaults 0 1\n", files: ["/etc/mdadm/mdadm.conf": "ARRAY /dev/md127 UUID=a:b\n"],
        volumes: [GuestVolume(device: "/dev/md127", type: "ext4", uuid: Fixtures.rootUUID)])

    private static func unifiedLayout(_ name: String, at path: String, paths: Set<String>) -> BootLayout {
        let kernel = GuestKernel(
            version: "6.8.0-31", initramfs: nil, drivers: ["virtio_pci": .builtIn, "virtio_blk": .builtIn])
        var layout = layout(
            name, entry: ("/efi/loader/loader.conf", "timeout 3\n"), kernel: kernel, at: path, paths: paths,
            firmware: .uefi)
        layout.facts.unified = [
            UnifiedImage(path: path, release: "6.8.0-31", options: [root].map { "root=\($0)" }, hasInitramfs: true)
        ]
        layout.isUnified = true
        return layout
    }

    static let unified = unifiedLayout(
        "a unified kernel image that systemd-boot starts", at: "/efi/EFI/Linux/u.efi",
        paths: ["/efi/EFI/systemd/systemd-bootx64.efi"])

    static let firmwareAlone = unifiedLayout(
        "a unified kernel image that the firmware starts", at: "/boot/efi/EFI/BOOT/BOOTX64.EFI", paths: [])
}
