import Estate

@testable import Adaptation

extension FieldTrees {
    static let suse = [multipathSLES12, legacySLES11, snapperSLES15, tumbleweedBoot, lpSLES15Names]

    private static let udev = [
        "/usr/lib/udev/rules.d/80-net-setup-link.rules": "#\n", "/etc/systemd/system.conf": "#\n",
    ]
    private static let wwid = "360002ac0000000000000000a0001da07"

    static let multipathSLES12 = FieldTree(
        name: "SLES 12 started from a LUN over several paths, named by its WWID",
        source: "rear/rear issue 2451, pull request 1312",
        tree: .system(
            release("sles", "12.5", like: "suse"), tool: "/usr/bin/dracut",
            udev.merging([
                "/etc/fstab":
                    "/dev/mapper/\(wwid)-part3 / btrfs defaults 0 0\n/dev/mapper/\(wwid)-part2 swap swap defaults 0 0\n/dev/mapper/\(wwid)-part3 /opt btrfs subvol=@/opt 0 0\n",
                "/boot/grub2/grub.cfg": menu(
                    entry(
                        "SLES", "/boot/vmlinuz-4.12.14-122.37-default",
                        "root=/dev/mapper/\(wwid)-part3 resume=/dev/mapper/\(wwid)-part2 splash=silent quiet showopts crashkernel=174M,high crashkernel=72M,low",
                        "/boot/initrd-4.12.14-122.37-default", id: "s")),
                "/etc/default/grub":
                    "GRUB_CMDLINE_LINUX_DEFAULT=\"resume=/dev/mapper/\(wwid)-part2 quiet crashkernel=174M,high crashkernel=72M,low\"\n",
                "/etc/multipath.conf": "defaults {\n}\n", "/etc/multipath/wwids": "/\(wwid)/\n",
                "/etc/multipath/bindings": "#\n",
                "/etc/udev/rules.d/70-persistent-net.rules":
                    "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"bnx2x\", ATTR{dev_id}==\"0x0\", KERNELS==\"0000:00:01.0\", ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"eth0\"\n",
                "/boot/initrd-4.12.14-122.37-default-kdump": "dump",
            ]) { $1 }
        ).with {
            $0.kernel("4.12.14-122.37-default", "/boot/initrd-4.12.14-122.37-default", "xz")
            $0.units("multipathd.service", "multipathd.socket")
        },
        volumes: [part("sda1", "", nil), part("sda2", "swap", "5512"), part("sda3", "btrfs", "4512")],
        root: "/dev/sda3",
        profile: scan(card("eth0", "01", driver: "bnx2x")),
        expects: [
            .proved, .has("/etc/fstab", "UUID=4512 / btrfs"), .has("/etc/fstab", "UUID=5512 swap"),
            .has("/etc/fstab", "UUID=4512 /opt btrfs subvol=@/opt"),
            .has("/boot/grub2/grub.cfg", "root=UUID=4512"), .has("/boot/grub2/grub.cfg", "resume=UUID=5512"),
            .has("/etc/default/grub", "resume=UUID=5512"),
            .gone("/etc/multipath/wwids"), .gone("/etc/multipath/bindings"),
            .link("/etc/systemd/system/multipathd.service", "/dev/null"),
            .has("/etc/systemd/network/10-p2v-eth0.link", "Name=eth0"),
            .gone("/boot/initrd-4.12.14-122.37-default-kdump"),
            .has("/boot/grub2/grub.cfg", "crashkernel=174M,high"), .drivers("/boot/initrd-4.12.14-122.37-default"),
            .lacks(
                "/etc/udev/rules.d/70-persistent-net.rules", "\nSUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"bnx2x\""
            ),
            .has("/etc/udev/rules.d/70-persistent-net.rules", "# p2v: SUBSYSTEM"),
        ])

    static let legacySLES11 = FieldTree(
        name: "SLES 11 with GRUB legacy, an alias of multipath, and start links in /etc/init.d",
        source: "rear/rear issue 757",
        tree: .system(
            "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 3\n", tool: "/sbin/mkinitrd",
            [
                "/etc/fstab":
                    "/dev/vg0/root / ext3 acl,user_xattr 1 1\n/dev/mapper/mpatha_part1 /boot ext3 acl,user_xattr 1 2\n/dev/vg0/swap swap swap defaults 0 0\n",
                "/boot/grub/menu.lst":
                    "default 0\ntimeout 8\ntitle SLES\n    root (hd0,0)\n    kernel /vmlinuz-3.0.76-0.11-default root=/dev/vg0/root resume=/dev/vg0/swap splash=silent showopts console=ttyS1,115200\n    initrd /initrd-3.0.76-0.11-default\n",
                "/boot/grub/device.map": "(hd0)\t/dev/mapper/mpatha\n",
                "/etc/sysconfig/kernel": "INITRD_MODULES=\"hpsa dm_multipath\"\n",
                "/etc/multipath.conf": "defaults {\n}\n", "/etc/multipath/bindings": "mpatha 3600\n",
                "/etc/inittab": "S0:12345:respawn:/sbin/agetty -L 115200 ttyS1 vt102\n",
                "/etc/securetty": "console\ntty1\n",
                "/etc/init.d/hp-health": "#!/bin/sh\n",
            ]
        ).with {
            $0.kernel("3.0.76-0.11-default", "/boot/initrd-3.0.76-0.11-default")
            $0.link("/etc/rc.d", to: "init.d")
            for name in ["S12hp-health", "S12hp-asrd", "S11dsm_sa_datamgrd", "S04multipathd", "S07sshd"] {
                $0.link("/etc/init.d/rc3.d/\(name)", to: "../\(name.dropFirst(3))")
            }
            $0.link("/etc/init.d/boot.d/S04boot.multipath", to: "../boot.multipath")
        },
        volumes: [
            part("sda1", "ext3", "b511"), part("sda2", "LVM2_member", "x"), volume("/dev/vg0/root", "ext3", "4511"),
            volume("/dev/vg0/swap", "swap", "5511"),
        ],
        root: "/dev/vg0/root",
        expects: [
            .concern("initramfs-without-hints", .critical), .broken(["drivers"]), .has("/etc/fstab", "UUID=b511 /boot"),
            .has("/etc/fstab", "/dev/vg0/root / ext3"),
            .gone("/etc/init.d/rc3.d/S12hp-health"), .gone("/etc/init.d/rc3.d/S12hp-asrd"),
            .gone("/etc/init.d/rc3.d/S11dsm_sa_datamgrd"),
            .gone("/etc/init.d/rc3.d/S04multipathd"), .gone("/etc/init.d/boot.d/S04boot.multipath"),
            .same("/etc/init.d/hp-health"),
            .has("/etc/inittab", "115200 ttyS0 vt102"), .same("/etc/securetty"),
            .has("/etc/sysconfig/kernel", "virtio_blk"),
            .has("/boot/grub/menu.lst", "root=/dev/vg0/root resume=/dev/vg0/swap"), .same("/boot/grub/device.map"),
            .oldVirtio(true),
        ])

    static let snapperSLES15 = FieldTree(
        name: "SLES 15 on NVMe: the root is a snapshot, a bond of wicked",
        source: "libguestfs/libguestfs pull request 202; SUSE, Storage Administration Guide",
        tree: .system(
            release("sles", "15.5", like: "suse"), tool: "/usr/bin/dracut",
            udev.merging([
                "/etc/fstab":
                    "UUID=4515 / btrfs defaults 0 0\nUUID=4515 /.snapshots btrfs subvol=/@/.snapshots 0 0\nUUID=4515 /var btrfs subvol=/@/var 0 0\nUUID=5515 swap swap defaults 0 0\n/dev/nvme1n1p1 /data xfs defaults 0 0\n",
                "/boot/grub2/grub.cfg": menu(
                    "menuentry 'SLES 15' --class sles --class os $menuentry_id_option 'gnulinux-simple-4515' {\n\tload_video\n\tset gfxpayload=keep\n\tbtrfs-mount-subvol ($root) /boot/grub2/x86_64-efi /@/boot/grub2/x86_64-efi\n\tlinux\t/boot/vmlinuz-5.14.21-150500.55.39-default root=UUID=4515 ${extra_cmdline} splash=silent mitigations=auto\n\tinitrd\t/boot/initrd-5.14.21-150500.55.39-default\n}\n"
                ),
                "/boot/grub2/grubenv": GrubEnvironment.padded("# GRUB Environment Block\nextra_cmdline=\n") ?? "",
                "/etc/sysconfig/network/ifcfg-bond0":
                    "STARTMODE='auto'\nBONDING_MASTER='yes'\nBONDING_MODULE_OPTS='mode=802.3ad miimon=100 lacp_rate=fast'\nBONDING_SLAVE0='eth0'\n",
                "/etc/dracut.conf.d/a.conf": "#\n", "/etc/tuned/active_profile": "throughput-performance\n",
                "/etc/tuned/profile_mode": "manual\n",
                "/usr/lib/tuned/virtual-guest/tuned.conf": "[main]\n",
            ]) { $1 }
        ).with { $0.kernel("5.14.21-150500.55.39-default", "/boot/initrd-5.14.21-150500.55.39-default", "zstd") },
        volumes: [
            part("sda1", "swap", "5515"), part("sda2", "btrfs", "4515"),
            GuestVolume(device: "btrfsvol:/dev/sda2/@/.snapshots/1/snapshot", type: "btrfs"),
        ], root: "btrfsvol:/dev/sda2/@/.snapshots/1/snapshot",
        profile: scan(card("eth0", "01", master: "bond0", permanent: "01"), card("bond0", "01", kind: "bond")),
        expects: [
            .proved, .has("/etc/fstab", "UUID=4515 / btrfs defaults 0 0"),
            .has("/etc/fstab", "UUID=4515 /var btrfs subvol=/@/var 0 0"),
            .has("/etc/fstab", "/dev/nvme1n1p1 /data xfs defaults,nofail"),
            .has("/etc/sysconfig/network/ifcfg-bond0", "mode=active-backup miimon=100"),
            .lacks("/etc/sysconfig/network/ifcfg-bond0", "lacp_rate"),
            .has("/etc/systemd/network/10-p2v-eth0.link", "Name=eth0"),
            .has("/etc/tuned/active_profile", "virtual-guest"), .same("/boot/grub2/grub.cfg"),
            .drivers("/boot/initrd-5.14.21-150500.55.39-default"),
        ])

    static let tumbleweedBoot = FieldTree(
        name: "openSUSE with systemd-boot, an entry for each snapshot",
        source: "openSUSE's sdbootutil; Boot Loader Specification",
        tree: .system(
            release("opensuse-tumbleweed", "20240601", like: "opensuse suse"), tool: "/usr/bin/dracut",
            udev.merging([
                "/etc/fstab": "UUID=457 / btrfs defaults 0 0\nUUID=45-70 /boot/efi vfat utf8 0 2\n",
                "/boot/efi/EFI/BOOT/BOOTX64.EFI": "s", "/boot/efi/EFI/systemd/systemd-bootx64.efi": "s",
                "/boot/efi/loader/loader.conf": "timeout 5\ndefault opensuse-tumbleweed-6.9.1-1-default-5.conf\n",
                "/boot/efi/loader/entries/opensuse-tumbleweed-6.9.1-1-default-5.conf":
                    "title openSUSE\nversion 5@6.9.1-1-default\nsort-key opensuse\noptions root=UUID=457 rootflags=subvol=@/.snapshots/5/snapshot splash=silent\nlinux /opensuse-tumbleweed/6.9.1-1-default/linux-1f3e0d\ninitrd /opensuse-tumbleweed/6.9.1-1-default/initrd-7ac01b\n",
                "/boot/efi/loader/entries/opensuse-tumbleweed-6.8.0-1-default-4.conf":
                    "title openSUSE old\noptions root=UUID=457 rootflags=subvol=@/.snapshots/4/snapshot\nlinux /opensuse-tumbleweed/6.8.0-1-default/linux-aaaa\ninitrd /opensuse-tumbleweed/6.8.0-1-default/initrd-bbbb\n",
            ]) { $1 }
        ).with {
            $0.kernel(
                "6.9.1-1-default", "/boot/efi/opensuse-tumbleweed/6.9.1-1-default/initrd-7ac01b", "zstd",
                image: "/boot/efi/opensuse-tumbleweed/6.9.1-1-default/linux-1f3e0d")
        },
        volumes: [
            part("sda1", "vfat", "45-70", esp: true), part("sda2", "btrfs", "457"),
            GuestVolume(device: "btrfsvol:/dev/sda2/@/.snapshots/5/snapshot", type: "btrfs"),
        ],
        root: "btrfsvol:/dev/sda2/@/.snapshots/5/snapshot", disks: [DiskFacts(device: "/dev/sda")],
        expects: [
            .proved, .drivers("/boot/efi/opensuse-tumbleweed/6.9.1-1-default/initrd-7ac01b"), .same("/etc/fstab"),
            .oldVirtio(false),
            .same("/boot/efi/loader/entries/opensuse-tumbleweed-6.9.1-1-default-5.conf"), .silent("no-uefi-loader"),
            .silent("initramfs-without-hints"),
        ])

    static let lpSLES15Names = FieldTree(
        name: "SLES 15 by names of identity, without a scan", source: "rear/rear issue 610: SLES writes names of LUNs",
        tree: .system(
            release("sles", "15.3", like: "suse"), tool: "/usr/bin/dracut",
            udev.merging([
                "/etc/fstab":
                    "/dev/disk/by-id/scsi-3600508b4-part2 / xfs defaults 0 0\n/dev/disk/by-id/scsi-3600508b4-part1 swap swap defaults 0 0\n/dev/disk/by-id/scsi-3600508b5-part1 /hana xfs defaults 0 0\n",
                "/boot/grub2/grub.cfg": menu(
                    entry(
                        "SLES", "/boot/vmlinuz-5.3.18-57-default",
                        "root=/dev/disk/by-id/scsi-3600508b4-part2 resume=/dev/disk/by-id/scsi-3600508b4-part1",
                        "/boot/initrd-5.3.18-57-default", id: "s")),
            ]) { $1 }
        ).with { $0.kernel("5.3.18-57-default", "/boot/initrd-5.3.18-57-default", "xz") },
        volumes: [part("sda1", "swap", "5153"), part("sda2", "xfs", "4153")], root: "/dev/sda2",
        expects: [
            .proved, .has("/etc/fstab", "UUID=4153 / xfs"), .has("/etc/fstab", "UUID=5153 swap"),
            .has("/etc/fstab", "/hana xfs defaults,nofail"),
            .has("/boot/grub2/grub.cfg", "root=UUID=4153"), .has("/boot/grub2/grub.cfg", "resume=UUID=5153"),
            .concern("fstab-disk-not-copied", .warning),
        ])
}
