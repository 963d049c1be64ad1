import Estate

@testable import Adaptation

extension FieldTrees {
    static let others = [archUnified, gentoo, alpine, xenGuest, monolithic]

    private static let udev = [
        "/usr/lib/udev/rules.d/80-net-setup-link.rules": "#\n", "/etc/systemd/system.conf": "#\n",
    ]

    static let archUnified = FieldTree(
        name: "Arch with a unified kernel image whose drivers are modules", source: "ArchWiki, Unified kernel image",
        tree: .system(
            "ID=arch\nPRETTY_NAME=\"Arch Linux\"\n", tool: "/usr/bin/mkinitcpio",
            udev.merging([
                "/etc/fstab":
                    "UUID=4a /\text4 rw,relatime 0 1\nUUID=A-A /boot/efi vfat rw 0 2\n/dev/zram0 none swap defaults,pri=100 0 0\n",
                "/boot/efi/EFI/BOOT/BOOTX64.EFI": "systemd-boot", "/boot/efi/EFI/systemd/systemd-bootx64.efi": "s",
                "/boot/efi/loader/loader.conf": "default arch-linux.efi\n",
                "/etc/kernel/cmdline": "root=/dev/nvme0n1p2 rw\n",
                "/etc/mkinitcpio.conf": "MODULES=()\nHOOKS=(base systemd autodetect modconf block filesystems)\n",
            ]) { $1 }
        ).with {
            $0.kernel("6.9.1-arch1-1", nil)
            $0["/usr/lib/modules/6.9.1-arch1-1/pkgbase"] = "linux\n"
            $0.set(
                "/boot/efi/EFI/Linux/arch-linux.efi",
                UnifiedImages.image(release: "6.9.1-arch1-1", options: "root=UUID=4a rw"))
        },
        volumes: [part("sda1", "vfat", "A-A", esp: true), part("sda2", "ext4", "4a")], root: "/dev/sda2",
        disks: [DiskFacts(device: "/dev/sda")],
        expects: [
            .broken(["drivers"]), .concern("boot-chain-drivers", .critical),
            .same("/boot/efi/EFI/Linux/arch-linux.efi"), .concern("unified-kernel-image", .warning),
            .has("/etc/kernel/cmdline", "root=UUID=4a"), .has("/etc/mkinitcpio.conf", "virtio_blk"),
            .has("/etc/fstab", "UUID=4a /\text4 rw,relatime 0 1"),
        ])

    static let gentoo = FieldTree(
        name: "Gentoo with OpenRC and genkernel", source: "Gentoo wiki, Genkernel",
        tree: .system(
            "ID=gentoo\nPRETTY_NAME=\"Gentoo Linux\"\n", tool: nil,
            [
                "/etc/fstab":
                    "/dev/sda3\t\t/\t\text4\t\tnoatime\t\t0 1\n/dev/sda2\t\tnone\t\tswap\t\tsw\t\t0 0\n/dev/cdrom\t\t/mnt/cdrom\tauto\t\tnoauto,ro\t0 0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Gentoo", "/boot/kernel-genkernel-x86_64-6.6.30-gentoo",
                        "root=/dev/ram0 real_root=/dev/sda3 ro", "/boot/initramfs-genkernel-x86_64-6.6.30-gentoo",
                        id: "g")),
                "/etc/inittab": "s0:12345:respawn:/sbin/agetty -L 9600 ttyS1 vt100\n",
                "/lib/udev/rules.d/x.rules": "#\n",
            ]
        ).with {
            $0.kernel(
                "6.6.30-gentoo", "/boot/initramfs-genkernel-x86_64-6.6.30-gentoo", "xz",
                image: "/boot/kernel-genkernel-x86_64-6.6.30-gentoo")
        },
        volumes: [part("sda1", "", nil), part("sda2", "swap", "56"), part("sda3", "ext4", "46")], root: "/dev/sda3",
        profile: scan(card("enp4s0", "01")),
        expects: [
            .concern("boot-chain-drivers", .critical), .has("/etc/fstab", "UUID=46\t\t/"),
            .has("/etc/fstab", "UUID=56\t\tnone"), .has("/etc/fstab", "/dev/cdrom\t\t/mnt/cdrom\tauto\t\tnoauto,ro"),
            .has("/boot/grub/grub.cfg", "real_root=UUID=46"), .has("/etc/inittab", "ttyS0"),
            .has("/etc/udev/rules.d/70-persistent-net.rules", "NAME=\"enp4s0\""),
        ])

    static let alpine = FieldTree(
        name: "Alpine with EXTLINUX and its own mkinitfs", source: "Alpine wiki, Bootloaders",
        tree: .system(
            "ID=alpine\nVERSION_ID=3.19\nPRETTY_NAME=\"Alpine Linux v3.19\"\n", tool: nil,
            [
                "/etc/fstab":
                    "UUID=4a3\t/\text4\trw,relatime 0 1\nUUID=ba3\t/boot\text4\trw,relatime 0 2\n/dev/cdrom\t/media/cdrom\tiso9660\tnoauto,ro 0 0\n/dev/usbdisk\t/media/usb\tvfat\tnoauto\t0 0\n",
                "/boot/extlinux.conf":
                    "DEFAULT menu.c32\nPROMPT 0\nMENU TITLE Alpine\nLABEL lts\n  MENU DEFAULT\n  LINUX vmlinuz-lts\n  INITRD initramfs-lts\n  APPEND root=UUID=4a3 modules=sd-mod,usb-storage,ext4 quiet rootfstype=ext4\n",
                "/etc/inittab": "ttyS1::respawn:/sbin/getty -L 115200 ttyS1 vt100\n",
                "/etc/securetty": "console\ntty1\nttyS0\n",
            ]
        ).with { $0.kernel("6.6.14-0-lts", "/boot/initramfs-lts", image: "/boot/vmlinuz-lts") },
        volumes: [part("sda1", "ext4", "ba3"), part("sda2", "ext4", "4a3")], root: "/dev/sda2",
        expects: [
            .concern("boot-chain-entry", .critical), .same("/etc/fstab"), .has("/etc/inittab", "115200 ttyS0 vt100"),
            .same("/etc/securetty"), .silent("fstab-disk-not-copied"),
        ])

    static let xenGuest = FieldTree(
        name: "a Debian guest of XenServer that goes to KVM",
        source: "XenServer documentation, Linux VMs; xe-guest-utilities",
        tree: .system(
            release("debian", "9"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab":
                    "/dev/xvda1 / ext4 errors=remount-ro 0 1\n/dev/xvda5 none swap sw 0 0\n/dev/xvdb1 /data ext4 defaults 0 2\n",
                "/boot/grub/menu.lst":
                    "default 0\ntitle Debian\n root (hd0,0)\n kernel /boot/vmlinuz-4.9.0-19-amd64 root=/dev/xvda1 ro console=hvc0\n initrd /boot/initrd.img-4.9.0-19-amd64\n",
                "/etc/securetty": "tty1\nhvc0\n", "/etc/inittab": "co:2345:respawn:/sbin/agetty xvc0 9600 vt100-nav\n",
                "/etc/X11/xorg.conf": "Section \"Device\"\n\tDriver \"cirrus\"\nEndSection\n",
            ]) { $1 }
        ).with {
            $0.kernel("4.9.0-19-amd64", "/boot/initrd.img-4.9.0-19-amd64")
            $0.units("xe-daemon.service", "xe-linux-distribution.service", "serial-getty@.service")
            $0.link(
                "/etc/systemd/system/getty.target.wants/serial-getty@hvc0.service",
                to: "/lib/systemd/system/serial-getty@.service")
        },
        volumes: [part("sda1", "ext4", "49"), part("sda5", "swap", "59")], root: "/dev/sda1",
        disks: [DiskFacts(device: "/dev/sda")],
        expects: [
            .broken(["loader"]), .has("/etc/fstab", "UUID=49 / ext4"), .has("/etc/fstab", "UUID=59 none swap"),
            .has("/etc/fstab", "/dev/xvdb1 /data ext4 defaults,nofail"),
            .has("/boot/grub/menu.lst", "root=UUID=49 ro console=ttyS0"),
            .link("/etc/systemd/system/xe-daemon.service", "/dev/null"),
            .link("/etc/systemd/system/xe-linux-distribution.service", "/dev/null"),
            .gone("/etc/systemd/system/getty.target.wants/serial-getty@hvc0.service"),
            .made("/etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service"), .has("/etc/securetty", "ttyS0"),
            .has("/etc/inittab", "agetty ttyS0 9600"),
            .has("/etc/X11/xorg.conf", "modesetting"),
        ])

    static let monolithic = FieldTree(
        name: "a kernel of one's own without modules, started by a UUID",
        source: "kernel documentation, init/do_mounts; Gentoo and Slackware forums",
        tree: .system(
            "ID=slackware\nVERSION_ID=15.0\nPRETTY_NAME=\"Slackware 15.0\"\n", tool: nil,
            [
                "/etc/fstab": "/dev/sda2 / ext4 defaults 1 1\n/dev/sda1 swap swap defaults 0 0\n",
                "/boot/grub/grub.cfg": menu(
                    entry("Own", "/boot/vmlinuz-6.1.90-own", "root=/dev/sda2 ro", nil, id: "o")),
                "/boot/vmlinuz-6.1.90-own": "kernel",
                "/boot/config-6.1.90-own": "CONFIG_VIRTIO_PCI=y\nCONFIG_VIRTIO_BLK=y\n# CONFIG_MODULES is not set\n",
            ]
        ), volumes: [part("sda1", "swap", "55"), part("sda2", "ext4", "45", partUUID: "0bad-02")], root: "/dev/sda2",
        expects: [
            .proved, .has("/boot/grub/grub.cfg", "root=PARTUUID=0bad-02"), .has("/etc/fstab", "UUID=45 / ext4"),
            .has("/etc/fstab", "UUID=55 swap"), .silent("kernel-without-drivers"),
        ])
}
