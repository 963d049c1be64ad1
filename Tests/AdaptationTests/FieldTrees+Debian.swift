import Estate

@testable import Adaptation

extension FieldTrees {
    static let debian = [
        ubuntuLVM, wheezy, trusty, proxmox, randomSwap, usbAndBinds, secondDisk, unifiedUbuntu, vagrantXenial,
        driverNetplan,
        oldKernelFirst,
    ]

    private static let udev = [
        "/usr/lib/udev/rules.d/80-net-setup-link.rules": "#\n", "/etc/systemd/system.conf": "#\n",
    ]

    static let ubuntuLVM = FieldTree(
        name: "Ubuntu 22.04 as its installer makes it on VMware",
        source: "kubev2v/forklift issue 1354; subiquity's fstab",
        tree: .system(
            release("ubuntu", "22.04", like: "debian"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab":
                    "/dev/disk/by-id/dm-uuid-LVM-AbCd / ext4 defaults 0 1\n/dev/disk/by-uuid/b022 /boot ext4 defaults 0 1\n/dev/disk/by-uuid/22-22 /boot/efi vfat defaults 0 1\n/swap.img\tnone\tswap\tsw\t0\t0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Ubuntu", "/vmlinuz-5.15.0-100-generic", "root=/dev/mapper/ubuntu--vg-ubuntu--lv ro",
                        "/initrd.img-5.15.0-100-generic", id: "gnulinux-simple-AbCd")),
                "/boot/efi/EFI/ubuntu/shimx64.efi": "s", "/boot/efi/EFI/ubuntu/grubx64.efi": "g",
                "/boot/efi/EFI/ubuntu/grub.cfg":
                    "search.fs_uuid b022 root\nset prefix=($root)'/grub'\nconfigfile $prefix/grub.cfg\n",
                "/etc/netplan/00-installer-config.yaml":
                    "network:\n  version: 2\n  ethernets:\n    ens192:\n      addresses: [10.0.0.9/24]\n",
                "/etc/initramfs-tools/initramfs.conf": "MODULES=most\n", "/etc/cloud/cloud.cfg": "users: []\n",
                "/etc/initramfs-tools/conf.d/resume": "RESUME=none\n",
            ]) { $1 }
        ).with {
            $0.kernel(
                "5.15.0-100-generic", "/boot/initrd.img-5.15.0-100-generic", "zstd",
                builtIn: ["virtio_pci", "virtio_blk"])
            $0.units("open-vm-tools.service", "vgauth.service")
        },
        volumes: [
            part("sda1", "vfat", "22-22", esp: true), part("sda2", "ext4", "b022"),
            volume("/dev/ubuntu-vg/ubuntu-lv", "ext4", "4022"),
        ], root: "/dev/ubuntu-vg/ubuntu-lv", disks: [DiskFacts(device: "/dev/sda")],
        profile: scan(card("ens192", "01", driver: "vmxnet3")),
        expects: [
            .proved, .same("/etc/fstab"), .same("/boot/grub/grub.cfg"), .same("/etc/netplan/00-installer-config.yaml"),
            .made("/boot/efi/EFI/BOOT/BOOTX64.EFI"), .has("/etc/systemd/network/10-p2v-ens192.link", "Name=ens192"),
            .has("/etc/cloud/cloud.cfg.d/99-p2v-network.cfg", "disabled"),
            .link("/etc/systemd/system/open-vm-tools.service", "/dev/null"), .silent("fstab-disk-not-copied"),
            .oldVirtio(false),
        ])

    static let wheezy = FieldTree(
        name: "Debian 7 without systemd: sdX, MODULES=dep, a bond, a login on ttyS1",
        source: "Debian wiki, Bonding; Debian 7 release notes",
        tree: .system(
            release("debian", "7"), tool: "/usr/sbin/update-initramfs",
            [
                "/etc/fstab":
                    "/dev/sda1 / ext3 errors=remount-ro 0 1\n/dev/sda5 none swap sw 0 0\n/dev/sdb1 /srv ext3 defaults 0 2\n/dev/scd0 /media/cdrom0 udf,iso9660 user,noauto 0 0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Debian", "/boot/vmlinuz-3.2.0-4-amd64", "root=/dev/sda1 ro quiet console=ttyS1,115200n8",
                        "/boot/initrd.img-3.2.0-4-amd64", id: "d")),
                "/etc/default/grub":
                    "GRUB_CMDLINE_LINUX=\"console=ttyS1,115200n8\"\nGRUB_TERMINAL=serial\nGRUB_SERIAL_COMMAND=\"serial --speed=115200 --unit=1\"\n",
                "/etc/inittab":
                    "#T0:23:respawn:/sbin/getty -L ttyS0 9600 vt100\nT1:23:respawn:/sbin/getty -L ttyS1 115200 vt100\n",
                "/etc/network/interfaces":
                    "auto bond0\niface bond0 inet static\n  address 10.0.0.3\n  bond-slaves eth0 eth1\n  bond-mode 802.3ad\n  bond-xmit-hash-policy layer3+4\n",
                "/etc/initramfs-tools/initramfs.conf": "MODULES=dep\n",
                "/etc/initramfs-tools/conf.d/resume": "RESUME=/dev/sda5\n",
                "/var/cache/debconf/config.dat":
                    "Name: grub-pc/install_devices\nValue: /dev/disk/by-id/ata-WDC_WD5000\n\n",
            ]
        ).with { $0.kernel("3.2.0-4-amd64", "/boot/initrd.img-3.2.0-4-amd64") },
        volumes: [part("sda1", "ext3", "4007d"), part("sda5", "swap", "5007d")], root: "/dev/sda1",
        profile: scan(
            card("eth0", "01", master: "bond0", permanent: "01"), card("eth1", "01", master: "bond0", permanent: "02")),
        expects: [
            .proved, .has("/etc/fstab", "UUID=4007d / ext3"), .has("/etc/fstab", "UUID=5007d none swap"),
            .has("/etc/fstab", "/dev/sdb1 /srv ext3 defaults,nofail"),
            .has("/etc/fstab", "/dev/scd0 /media/cdrom0 udf,iso9660 user,noauto 0 0"),
            .has("/boot/grub/grub.cfg", "root=UUID=4007d"), .has("/boot/grub/grub.cfg", "console=ttyS0,115200n8"),
            .has("/etc/inittab", "\nT1:23:respawn:/sbin/getty -L ttyS0 115200"), .has("/etc/default/grub", "--unit=0"),
            .has("/etc/network/interfaces", "bond-mode active-backup"),
            .has("/etc/network/interfaces", "# p2v: bond-xmit-hash-policy"),
            .has("/etc/udev/rules.d/70-persistent-net.rules", "NAME=\"eth1\""),
            .has("/etc/initramfs-tools/initramfs.conf", "MODULES=most"),
            .has("/etc/initramfs-tools/conf.d/resume", "RESUME=UUID=5007d"),
            .has("/var/cache/debconf/config.dat", "/dev/vda"),
            .drivers("/boot/initrd.img-3.2.0-4-amd64"), .oldVirtio(true),
        ])

    static let trusty = FieldTree(
        name: "Ubuntu 14.04: systemd's folder, but a udev that reads no link files",
        source: "systemd's NEWS, version 209; Ubuntu 14.04 has udev 204",
        tree: .system(
            release("ubuntu", "14.04", like: "debian"), tool: "/usr/sbin/update-initramfs",
            [
                "/etc/fstab": "UUID=4014 / ext4 errors=remount-ro 0 1\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Ubuntu", "/boot/vmlinuz-3.13.0-170-generic", "root=UUID=4014 ro",
                        "/boot/initrd.img-3.13.0-170-generic", id: "u")),
                "/etc/systemd/logind.conf": "#\n", "/lib/udev/rules.d/80-net-name-slot.rules": "#\n",
                "/etc/init/ttyS1.conf": "start on stopped rc\nexec /sbin/getty -L 115200 ttyS1 vt102\n",
                "/etc/init/ttyS0.conf": "exec /sbin/getty -L 115200 ttyS0 vt102\n",
            ]
        ).with {
            $0.kernel(
                "3.13.0-170-generic", "/boot/initrd.img-3.13.0-170-generic", builtIn: ["virtio_pci", "virtio_blk"])
            for name in ["S20ipmievd", "S20smartmontools"] {
                $0.link("/etc/rc2.d/\(name)", to: "../init.d/\(name.dropFirst(3))")
            }
        },
        volumes: [part("sda1", "ext4", "4014")], root: "/dev/sda1", profile: scan(card("em1", "01"), card("em2", "02")),
        expects: [
            .proved, .has("/etc/udev/rules.d/70-persistent-net.rules", "NAME=\"em1\""),
            .has("/etc/udev/rules.d/70-persistent-net.rules", "52:54:00:00:00:02"), .gone("/etc/init/ttyS1.conf"),
            .same("/etc/init/ttyS0.conf"), .gone("/etc/rc2.d/S20ipmievd"), .gone("/etc/rc2.d/S20smartmontools"),
            .oldVirtio(true),
            .same("/etc/fstab"),
        ])

    static let proxmox = FieldTree(
        name: "Proxmox VE 7 on LVM, with a bridge", source: "Proxmox VE administration guide, Network Configuration",
        tree: .system(
            release("debian", "11"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab":
                    "/dev/pve/root / ext4 errors=remount-ro 0 1\nUUID=F0-0D /boot/efi vfat defaults 0 1\n/dev/pve/swap none swap sw 0 0\nproc /proc proc defaults 0 0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Proxmox", "/boot/vmlinuz-5.15.143-1-pve", "root=/dev/mapper/pve-root ro quiet intel_iommu=on",
                        "/boot/initrd.img-5.15.143-1-pve", id: "p")),
                "/boot/efi/EFI/BOOT/BOOTx64.EFI": "g", "/boot/efi/EFI/proxmox/grubx64.efi": "g",
                "/etc/network/interfaces":
                    "auto lo\niface lo inet loopback\niface eno1 inet manual\nauto vmbr0\niface vmbr0 inet static\n\taddress 10.0.0.4/24\n\tbridge-ports eno1\n",
                "/etc/lvm/lvm.conf": "devices {\n  global_filter=[\"r|/dev/zd.*|\",\"r|/dev/mapper/pve-.*|\"]\n}\n",
                "/etc/corosync/corosync.conf": "totem {\n}\n",
            ]) { $1 }
        ).with { $0.kernel("5.15.143-1-pve", "/boot/initrd.img-5.15.143-1-pve", "zstd") },
        volumes: [
            part("sda1", "", nil), part("sda2", "vfat", "F0-0D", esp: true), volume("/dev/pve/root", "ext4", "40fe"),
            volume("/dev/pve/swap", "swap", "50fe"), volume("/dev/pve/data", "", ""),
        ], root: "/dev/pve/root", disks: [DiskFacts(device: "/dev/sda")],
        profile: scan(card("eno1", "01", master: "vmbr0"), card("vmbr0", "01", kind: "bridge")),
        expects: [
            .proved, .same("/etc/fstab"), .same("/boot/grub/grub.cfg"), .same("/etc/network/interfaces"),
            .has("/etc/systemd/network/10-p2v-eno1.link", "MACAddress=52:54:00:00:00:01"),
            .has("/etc/lvm/lvm.conf", "# p2v:   global_filter"),
            .concern("cluster", .critical), .drivers("/boot/initrd.img-5.15.143-1-pve"), .silent("no-uefi-loader"),
        ])

    static let randomSwap = FieldTree(
        name: "swap with a random key on an NVMe partition by its identity",
        source: "Debian and Ubuntu forums on cryptswap; crypttab(5), swap",
        tree: .system(
            release("debian", "12"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab": "UUID=4012 / ext4 defaults 0 1\n/dev/mapper/cryptswap1 none swap sw 0 0\n",
                "/etc/crypttab":
                    "cryptswap1 /dev/disk/by-id/nvme-Samsung_980_S64D-part2 /dev/urandom swap,cipher=aes-xts-plain64\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Debian", "/boot/vmlinuz-6.1.0-9-amd64", "root=UUID=4012 ro resume=/dev/mapper/cryptswap1",
                        "/boot/initrd.img-6.1.0-9-amd64", id: "d")),
                "/etc/initramfs-tools/conf.d/resume": "RESUME=/dev/mapper/cryptswap1\n",
            ]) { $1 }
        ).with { $0.kernel("6.1.0-9-amd64", "/boot/initrd.img-6.1.0-9-amd64", "zstd") },
        volumes: [part("sda1", "ext4", "4012"), part("sda2", "", nil)], root: "/dev/sda1",
        expects: [
            .has("/etc/crypttab", "nofail"), .has("/etc/fstab", "/dev/mapper/cryptswap1 none swap sw,nofail"),
            .concern("crypttab-disk-not-copied", .warning), .silent("luks-key-lost"), .proved,
            .has("/etc/fstab", "UUID=4012 / ext4 defaults 0 1"),
            .lacks("/boot/grub/grub.cfg", "resume=/dev/mapper/cryptswap1"),
            .has("/etc/initramfs-tools/conf.d/resume", "RESUME=none"),
        ])

    static let usbAndBinds = FieldTree(
        name: "a backup disk that stays behind, and mounts that hang on it",
        source: "SUSE/suse-migration-services issue 165; forums on nofail; iSCSI by path",
        tree: .system(
            release("debian", "11"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab": """
                UUID=4011 / ext4 defaults 0 1
                UUID=dead /backup ext4 defaults,noatime 0 2
                /backup/www /srv/www none bind 0 0
                /var/www /srv/pub none bind 0 0
                //nas/share /mnt/nas cifs credentials=/root/c,_netdev 0 0
                /dev/disk/by-path/ip-10.0.0.9:3260-iscsi-iqn.2004-lun-1 /san ext4 _netdev,noatime 0 0
                LABEL=ARCHIVE /archive xfs defaults,x-systemd.automount,x-systemd.device-timeout=10 0 0
                tank/home /home/zfs zfs defaults 0 0
                /dev/sr0 /media/cdrom iso9660 ro,user,noauto 0 0
                /srv/iso/a.iso /mnt/iso iso9660 loop,ro 0 0
                /dev/sdc1 /old ext4 defaults 0 2
                /swapfile none swap sw 0 0
                tmpfs /tmp tmpfs nosuid 0 0

                """,
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Debian", "/boot/vmlinuz-5.10.0-28-amd64", "root=UUID=4011 ro",
                        "/boot/initrd.img-5.10.0-28-amd64", id: "d")),
            ]) { $1 }
        ).with { $0.kernel("5.10.0-28-amd64", "/boot/initrd.img-5.10.0-28-amd64") },
        volumes: [part("sda1", "ext4", "4011")], root: "/dev/sda1",
        expects: [
            .proved, .has("/etc/fstab", "UUID=dead /backup ext4 defaults,noatime,nofail"),
            .has("/etc/fstab", "/backup/www /srv/www none bind,nofail"),
            .has("/etc/fstab", "\n/var/www /srv/pub none bind 0 0"),
            .has("/etc/fstab", "//nas/share /mnt/nas cifs credentials=/root/c,_netdev 0 0"),
            .has("/etc/fstab", "/san ext4 _netdev,noatime 0 0"),
            .has("/etc/fstab", "x-systemd.automount,x-systemd.device-timeout=10 0 0"),
            .has("/etc/fstab", "tank/home /home/zfs zfs defaults 0 0"),
            .has("/etc/fstab", "/dev/sr0 /media/cdrom iso9660 ro,user,noauto 0 0"),
            .has("/etc/fstab", "/dev/sdc1 /old ext4 defaults,nofail"),
            .has("/etc/fstab", "\n/swapfile none swap sw 0 0"), .concern("fstab-disk-not-copied", .warning),
        ])

    static let secondDisk = FieldTree(
        name: "GRUB on the second disk, data on the first",
        source: "rear/rear issue 2093; forums on boot order after a conversion",
        tree: .system(
            release("debian", "10"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab":
                    "/dev/sdb1 / ext4 errors=remount-ro 0 1\n/dev/sdb5 none swap sw 0 0\n/dev/sda1 /data xfs defaults 0 2\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Debian", "/boot/vmlinuz-4.19.0-26-amd64", "root=/dev/sdb1 ro quiet",
                        "/boot/initrd.img-4.19.0-26-amd64", id: "d")),
            ]) { $1 }
        ).with { $0.kernel("4.19.0-26-amd64", "/boot/initrd.img-4.19.0-26-amd64", "lz4") },
        volumes: [part("sda1", "xfs", "da7a"), part("sdb1", "ext4", "4010"), part("sdb5", "swap", "5010")],
        root: "/dev/sdb1",
        disks: [DiskFacts(device: "/dev/sda"), DiskFacts(device: "/dev/sdb", hasBootCode: true)],
        sourceDevices: [nil, nil],
        expects: [
            .proved, .bootDisk(1), .has("/etc/fstab", "UUID=4010 / ext4"), .has("/etc/fstab", "UUID=da7a /data"),
            .has("/etc/fstab", "UUID=5010 none swap"), .has("/boot/grub/grub.cfg", "root=UUID=4010"),
            .drivers("/boot/initrd.img-4.19.0-26-amd64"),
        ])

    static let unifiedUbuntu = FieldTree(
        name: "a unified kernel image whose kernel has the drivers built in",
        source: "UAPI group, Unified Kernel Image; Ubuntu's kernel configuration",
        tree: .system(
            release("ubuntu", "24.04", like: "debian"), tool: "/usr/bin/dracut",
            udev.merging([
                "/etc/fstab": "UUID=4024 / ext4 defaults 0 1\nUUID=24-24 /efi vfat umask=0077 0 1\n",
                "/efi/EFI/BOOT/BOOTX64.EFI": "systemd-boot", "/efi/EFI/systemd/systemd-bootx64.efi": "systemd-boot",
                "/efi/loader/loader.conf": "timeout 3\n",
            ]) { $1 }
        ).with {
            $0.kernel("6.8.0-31-generic", nil, builtIn: ["virtio_pci", "virtio_blk"])
            $0.set(
                "/efi/EFI/Linux/ubuntu-6.8.0-31-generic.efi",
                UnifiedImages.image(release: "6.8.0-31-generic", options: "root=UUID=4024 ro quiet"))
        },
        volumes: [part("sda1", "vfat", "24-24", esp: true), part("sda2", "ext4", "4024")], root: "/dev/sda2",
        disks: [DiskFacts(device: "/dev/sda")],
        expects: [
            .proved, .same("/etc/fstab"), .same("/efi/EFI/Linux/ubuntu-6.8.0-31-generic.efi"),
            .concern("unified-kernel-image", .warning), .oldVirtio(false),
        ])

    static let vagrantXenial = FieldTree(
        name: "Ubuntu 16.04 on VirtualBox with Guest Additions",
        source: "Oracle VM VirtualBox user manual; sciurus/vagrant-mutate issue 11",
        tree: .system(
            release("ubuntu", "16.04", like: "debian"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab":
                    "/dev/mapper/vagrant--vg-root / ext4 errors=remount-ro 0 1\n/dev/mapper/vagrant--vg-swap_1 none swap sw 0 0\nvagrant /vagrant vboxsf uid=1000,gid=1000 0 0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Ubuntu", "/boot/vmlinuz-4.4.0-210-generic", "root=/dev/mapper/vagrant--vg-root ro",
                        "/boot/initrd.img-4.4.0-210-generic", id: "u")),
                "/etc/network/interfaces": "auto enp0s3\niface enp0s3 inet dhcp\n",
                "/etc/X11/xorg.conf": "Section \"Device\"\n  Driver \"vboxvideo\"\nEndSection\n",
            ]) { $1 }
        ).with {
            $0.kernel("4.4.0-210-generic", "/boot/initrd.img-4.4.0-210-generic", builtIn: ["virtio_pci", "virtio_blk"])
            $0.units("vboxadd.service", "vboxadd-service.service")
        },
        volumes: [volume("/dev/vagrant-vg/root", "ext4", "4016"), volume("/dev/vagrant-vg/swap_1", "swap", "5016")],
        root: "/dev/vagrant-vg/root",
        profile: scan(card("enp0s3", "01", driver: "e1000")),
        expects: [
            .proved, .link("/etc/systemd/system/vboxadd.service", "/dev/null"),
            .link("/etc/systemd/system/vboxadd-service.service", "/dev/null"),
            .has("/etc/systemd/network/10-p2v-enp0s3.link", "Name=enp0s3"), .has("/etc/X11/xorg.conf", "modesetting"),
            .oldVirtio(false),
            .has("/etc/fstab", "/vagrant vboxsf uid=1000,gid=1000,nofail"),
        ])

    static let driverNetplan = FieldTree(
        name: "netplan that finds its card by the driver", source: "netplan's reference, match: driver",
        tree: .system(
            release("ubuntu", "20.04", like: "debian"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab": "UUID=4020 / ext4 defaults 0 1\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Ubuntu", "/boot/vmlinuz-5.4.0-170-generic", "root=UUID=4020 ro",
                        "/boot/initrd.img-5.4.0-170-generic", id: "u")),
                "/etc/netplan/01.yaml":
                    "network:\n  ethernets:\n    lan:\n      match:\n        driver: ixgbe\n      addresses: [10.0.0.20/24]\n",
                "/etc/NetworkManager/system-connections/lan.nmconnection":
                    "[connection]\nid=lan\ntype=ethernet\n\n[match]\npath=pci-0000:01:00.0;\n\n[ipv4]\nmethod=auto\n",
            ]) { $1 }
        ).with {
            $0.kernel("5.4.0-170-generic", "/boot/initrd.img-5.4.0-170-generic", builtIn: ["virtio_pci", "virtio_blk"])
        },
        volumes: [part("sda1", "ext4", "4020")], root: "/dev/sda1",
        profile: scan(card("enp1s0", "01", driver: "ixgbe")),
        expects: [
            .proved, .concern("network-match", .critical), .same("/etc/netplan/01.yaml"),
            .has("/etc/NetworkManager/system-connections/lan.nmconnection", "interface-name=enp1s0;"),
            .lacks("/etc/NetworkManager/system-connections/lan.nmconnection", "\npath=pci"),
        ])

    static let oldKernelFirst = FieldTree(
        name: "a kernel of one's own comes first and has no virtio; an entry by number in a submenu",
        source: "Debian and Proxmox forums on custom kernels",
        tree: .system(
            release("debian", "12"), tool: "/usr/sbin/update-initramfs",
            udev.merging([
                "/etc/fstab": "UUID=4112 / ext4 defaults 0 1\n", "/etc/default/grub": "GRUB_DEFAULT=0\n",
                "/boot/grub/grub.cfg": menu(
                    entry(
                        "Debian", "/boot/vmlinuz-6.6.9-own", "root=UUID=4112 ro", "/boot/initrd.img-6.6.9-own",
                        id: "gnulinux-simple")
                        + "submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced' {\n"
                        + entry(
                            "own", "/boot/vmlinuz-6.6.9-own", "root=UUID=4112 ro", "/boot/initrd.img-6.6.9-own",
                            id: "gnulinux-6.6.9-own-advanced")
                        + entry(
                            "stock", "/boot/vmlinuz-6.1.0-9-amd64", "root=UUID=4112 ro",
                            "/boot/initrd.img-6.1.0-9-amd64", id: "gnulinux-6.1.0-9-amd64-advanced") + "}\n"),
            ]) { $1 }
        ).with {
            $0.kernel("6.1.0-9-amd64", "/boot/initrd.img-6.1.0-9-amd64", "zstd")
            $0.kernel("6.6.9-own", "/boot/initrd.img-6.6.9-own", "zstd", modules: ["ahci", "sd_mod", "virtio_blk"])
        },
        volumes: [part("sda1", "ext4", "4112")], root: "/dev/sda1",
        expects: [
            .proved, .concern("default-kernel-changed", .warning), .concern("kernel-without-drivers", .warning),
            .has("/boot/grub/grub.cfg", "gnulinux-advanced>gnulinux-6.1.0-9-amd64-advanced"),
            .drivers("/boot/initrd.img-6.1.0-9-amd64"),
            .noDrivers("/boot/initrd.img-6.6.9-own"),
            .has("/etc/default/grub", "GRUB_DEFAULT=\"gnulinux-advanced>gnulinux-6.1.0-9-amd64-advanced\""),
        ])
}
