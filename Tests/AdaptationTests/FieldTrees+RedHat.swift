import Estate

@testable import Adaptation

extension FieldTrees {
    static let redHat = [
        vmwareRHEL7, proliantCentOS5, openManageRHEL6, oracleLinux7, fedoraBtrfs, hyperVRHEL8, raidCentOS7, twinRoots,
    ]

    private static let systemd = [
        "/usr/lib/udev/rules.d/80-net-setup-link.rules": "#\n", "/etc/systemd/system.conf": "#\n",
    ]

    static let vmwareRHEL7 = FieldTree(
        name: "RHEL 7 on VMware, whose start waits for its root in dracut", source: "kubevirt/kubevirt issue 11133",
        tree: .system(
            release("rhel", "7.9", like: "fedora"), tool: "/usr/bin/dracut",
            systemd.merging([
                "/etc/fstab":
                    "/dev/mapper/rhel-root / xfs defaults 0 0\nUUID=b007 /boot xfs defaults 0 0\n/dev/mapper/rhel-swap swap swap defaults 0 0\n",
                "/boot/grub2/grub.cfg": menu(
                    "menuentry 'Red Hat' --unrestricted $menuentry_id_option 'gnulinux-3.10.0' {\n\tload_video\n\tlinux16 /vmlinuz-3.10.0-1160.el7.x86_64 root=/dev/mapper/rhel-root ro crashkernel=auto rd.lvm.lv=rhel/root rd.lvm.lv=rhel/swap rhgb quiet\n\tinitrd16 /initramfs-3.10.0-1160.el7.x86_64.img\n}\n"
                ),
                "/etc/default/grub":
                    "GRUB_CMDLINE_LINUX=\"crashkernel=auto rd.lvm.lv=rhel/root rd.lvm.lv=rhel/swap rhgb quiet\"\n",
                "/etc/sysconfig/network-scripts/ifcfg-ens192":
                    "NAME=ens192\nDEVICE=ens192\nBOOTPROTO=none\nIPADDR=10.0.0.5\n",
                "/etc/selinux/config": "SELINUX=enforcing \nSELINUXTYPE=targeted\n",
                "/etc/dracut.conf.d/x.conf": "add_drivers+=\" vmw_pvscsi \"\n",
                "/etc/tuned/active_profile": "virtual-guest\n", "/etc/tuned/profile_mode": "auto\n",
            ]) { $1 }
        ).with {
            $0.kernel("3.10.0-1160.el7.x86_64", "/boot/initramfs-3.10.0-1160.el7.x86_64.img")
            $0.units("vmtoolsd.service", "vgauthd.service", "sshd.service")
        },
        volumes: [
            part("sda1", "xfs", "b007"), volume("/dev/rhel/root", "xfs", "r007"),
            volume("/dev/rhel/swap", "swap", "5a"),
        ], root: "/dev/rhel/root", profile: scan(card("ens192", "01", driver: "vmxnet3")),
        expects: [
            .proved, .drivers("/boot/initramfs-3.10.0-1160.el7.x86_64.img"), .same("/etc/fstab"),
            .same("/boot/grub2/grub.cfg"), .link("/etc/systemd/system/vmtoolsd.service", "/dev/null"),
            .link("/etc/systemd/system/vgauthd.service", "/dev/null"),
            .has("/etc/systemd/network/10-p2v-ens192.link", "MACAddress=52:54:00:00:00:01"),
            .made("/.autorelabel"), .oldVirtio(true), .same("/etc/tuned/active_profile"),
            .same("/etc/sysconfig/network-scripts/ifcfg-ens192"),
            .has("/etc/dracut.conf.d/90-p2v.conf", "virtio_blk"),
        ])

    static let proliantCentOS5 = FieldTree(
        name: "CentOS 5 on a ProLiant: cciss, GRUB legacy, a Xen kernel beside, PSP's agents",
        source: "HP, Managing ProLiant servers with Linux; CentOS 5 mailing lists",
        tree: .system(
            "CentOS release 5.11 (Final)\n", tool: "/sbin/mkinitrd",
            [
                "/etc/fstab":
                    "LABEL=/ / ext3 defaults 1 1\n/dev/cciss/c0d0p1 /boot ext3 defaults 1 2\nLABEL=SWAP-c0d0p3 swap swap defaults 0 0\n/dev/fd0 /media/floppy auto pamconsole,noauto 0 0\n/dev/cciss/c0d1p1 /data ext3 defaults 1 2\n",
                "/boot/grub/menu.lst":
                    "default=1\ntimeout=5\nserial --unit=1 --speed=115200\ntitle Xen\n\troot (hd0,0)\n\tkernel /xen.gz-2.6.18-398.el5\n\tmodule /vmlinuz-2.6.18-398.el5xen ro root=LABEL=/\n\tmodule /initrd-2.6.18-398.el5xen.img\ntitle CentOS\n\troot (hd0,0)\n\tkernel /vmlinuz-2.6.18-398.el5 ro root=LABEL=/ console=ttyS1,115200\n\tinitrd /initrd-2.6.18-398.el5.img\n",
                "/etc/inittab": "id:3:initdefault:\nS1:2345:respawn:/sbin/agetty ttyS1 115200 vt100\n",
                "/etc/securetty": "tty1\nttyS1\n",
                "/etc/modprobe.conf": "alias eth0 bnx2\nalias eth1 bnx2\nalias scsi_hostadapter cciss\n",
                "/etc/rc.d/init.d/hp-health": "#!/bin/sh\n",
            ]
        ).with {
            $0.kernel("2.6.18-398.el5", "/boot/initrd-2.6.18-398.el5.img")
            $0.link("/etc/rc3.d", to: "rc.d/rc3.d")
            for name in ["S90hp-health", "S91hp-asrd", "S92cpqScsi", "S55sshd"] {
                $0.link("/etc/rc.d/rc3.d/\(name)", to: "../init.d/\(name.dropFirst(3))")
            }
        },
        volumes: [
            part("sda1", "ext3", "b00a"), part("sda2", "ext3", "400a", label: "/"),
            part("sda3", "swap", nil, label: "SWAP-c0d0p3"),
        ], root: "/dev/sda2",
        expects: [
            .concern("initramfs-without-hints", .critical), .broken(["drivers"]),
            .has("/etc/fstab", "UUID=b00a /boot"), .has("/etc/fstab", "LABEL=/ / ext3 defaults 1 1"),
            .has("/etc/fstab", "/dev/cciss/c0d1p1 /data ext3 defaults,nofail"),
            .lacks("/etc/fstab", "LABEL=SWAP-c0d0p3 swap swap defaults,nofail"),
            .gone("/etc/rc.d/rc3.d/S90hp-health"), .gone("/etc/rc.d/rc3.d/S91hp-asrd"),
            .gone("/etc/rc.d/rc3.d/S92cpqScsi"), .same("/etc/rc.d/init.d/hp-health"),
            .has("/etc/inittab", "agetty ttyS0 115200"), .has("/etc/securetty", "ttyS0"),
            .has("/boot/grub/menu.lst", "console=ttyS0,115200"), .has("/boot/grub/menu.lst", "serial --unit=0"),
            .has("/etc/modprobe.conf", "alias eth0 virtio_net"), .oldVirtio(true),
        ])

    static let openManageRHEL6 = FieldTree(
        name: "RHEL 6 on a PowerEdge: OpenManage, upstart, a bond",
        source: "Dell OpenManage Server Administrator user's guide; Red Hat, Deployment Guide 6",
        tree: .system(
            "Red Hat Enterprise Linux Server release 6.10 (Santiago)\n", tool: "/sbin/dracut",
            [
                "/etc/fstab":
                    "/dev/mapper/vg_app-lv_root / ext4 defaults 1 1\nUUID=b006 /boot ext4 defaults 1 2\n/dev/mapper/vg_app-lv_swap swap swap defaults 0 0\n/dev/sdb1 /backup ext4 defaults 1 2\n",
                "/boot/grub/grub.conf":
                    "default=0\ntimeout=5\ntitle RHEL\n\troot (hd0,0)\n\tkernel /vmlinuz-2.6.32-754.el6.x86_64 ro root=/dev/mapper/vg_app-lv_root rd_LVM_LV=vg_app/lv_root crashkernel=2048M console=tty0 console=ttyS1,115200\n\tinitrd /initramfs-2.6.32-754.el6.x86_64.img\n",
                "/etc/dracut.conf.d/a.conf": "#\n",
                "/etc/init/ttyS1.conf":
                    "stop on runlevel [016]\nrespawn\nexec /sbin/agetty /dev/ttyS1 115200 vt100-nav\n",
                "/etc/init/rc.conf": "start on runlevel [0123456]\n",
                "/etc/sysconfig/network-scripts/ifcfg-bond0":
                    "DEVICE=bond0\nBONDING_OPTS=\"mode=4 miimon=100 lacp_rate=1\"\n",
                "/etc/tune-profiles/active-profile": "throughput-performance\n",
                "/etc/tune-profiles/virtual-guest/ktune.sh": "#\n",
                "/etc/tune-profiles/throughput-performance/ktune.sh": "#\n",
                "/etc/sysctl.conf": "vm.min_free_kbytes = 2097152\nnet.ipv4.ip_forward = 0\n",
                "/etc/udev/rules.d/70-persistent-net.rules":
                    "SUBSYSTEM==\"net\", ACTION==\"add\", DRIVERS==\"?*\", ATTR{address}==\"52:54:00:00:00:01\", ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"eth0\"\n",
            ]
        ).with {
            $0.kernel("2.6.32-754.el6.x86_64", "/boot/initramfs-2.6.32-754.el6.x86_64.img")
            $0.link("/etc/rc3.d", to: "rc.d/rc3.d")
            for name in [
                "S96dataeng", "S97dsm_om_connsvc", "S97dsm_om_shrsvc", "S96racsvc", "S85multipathd", "S26lvm2",
            ] {
                $0.link("/etc/rc.d/rc3.d/\(name)", to: "../init.d/\(name.dropFirst(3))")
            }
            $0["/etc/multipath.conf"] = "defaults {\n user_friendly_names yes\n}\n"
            $0["/etc/multipath/wwids"] = "/36001/\n"
        },
        volumes: [
            part("sda1", "ext4", "b006"), volume("/dev/vg_app/lv_root", "ext4", "4006"),
            volume("/dev/vg_app/lv_swap", "swap", "5006"),
        ], root: "/dev/vg_app/lv_root",
        profile: scan(
            card("eth0", "01", master: "bond0", permanent: "01"), card("eth1", "01", master: "bond0", permanent: "02"),
            card("bond0", "01", kind: "bond")),
        expects: [
            .proved, .drivers("/boot/initramfs-2.6.32-754.el6.x86_64.img"), .oldVirtio(true),
            .gone("/etc/rc.d/rc3.d/S96dataeng"), .gone("/etc/rc.d/rc3.d/S97dsm_om_connsvc"),
            .gone("/etc/rc.d/rc3.d/S96racsvc"), .gone("/etc/rc.d/rc3.d/S85multipathd"), .gone("/etc/multipath/wwids"),
            .has("/boot/grub/grub.conf", "crashkernel=256M"), .has("/boot/grub/grub.conf", "console=ttyS0,115200"),
            .has("/etc/init/ttyS1.conf", "/dev/ttyS0 115200"), .same("/etc/init/rc.conf"),
            .has("/etc/sysconfig/network-scripts/ifcfg-bond0", "mode=active-backup"),
            .lacks("/etc/sysconfig/network-scripts/ifcfg-bond0", "lacp_rate"),
            .has("/etc/tune-profiles/active-profile", "virtual-guest"),
            .has("/etc/sysctl.conf", "# p2v: vm.min_free_kbytes"), .has("/etc/sysctl.conf", "net.ipv4.ip_forward = 0"),
            .has("/etc/udev/rules.d/70-persistent-net.rules", "52:54:00:00:00:02"),
            .has("/etc/fstab", "/dev/sdb1 /backup ext4 defaults,nofail"),
        ])

    static let oracleLinux7 = FieldTree(
        name: "Oracle Linux 7 with huge pages, ASM and tuned's options",
        source: "Oracle database installation guides; redhat-performance/tuned, 00_tuned",
        tree: .system(
            release("ol", "7.9", like: "fedora"), tool: "/usr/bin/dracut",
            systemd.merging([
                "/etc/fstab":
                    "UUID=4007 / xfs defaults 0 0\nUUID=5007 swap swap defaults 0 0\nnone /hugepages hugetlbfs pagesize=1G 0 0\ntmpfs /dev/shm tmpfs size=200G 0 0\n",
                "/boot/grub2/grub.cfg": menu(
                    "set tuned_params=\"isolcpus=2-63 nohz_full=2-63\"\n"
                        + entry(
                            "Oracle", "/boot/vmlinuz-5.4.17-2136.el7uek.x86_64",
                            "root=UUID=4007 ro transparent_hugepage=never default_hugepagesz=1G hugepagesz=1G hugepages=128 numa=off crashkernel=1024M@64M $tuned_params",
                            "/boot/initramfs-5.4.17-2136.el7uek.x86_64.img", id: "gnulinux-5.4.17")),
                "/boot/grub2/grubenv": GrubEnvironment.padded(
                    "# GRUB Environment Block\nsaved_entry=gnulinux-5.4.17\ntuned_params=isolcpus=2-63 hugepages=64\n")
                    ?? "",
                "/etc/tuned/bootcmdline": "TUNED_BOOT_CMDLINE=isolcpus=2-63\n",
                "/etc/tuned/active_profile": "oracle-rac\n", "/etc/tuned/profile_mode": "manual\n",
                "/etc/tuned/oracle-rac/tuned.conf":
                    "[main]\ninclude=throughput-performance\n[sysctl]\nvm.nr_hugepages=65536\nvm.swappiness=1\n[bootloader]\ncmdline=hugepages=64 audit=0\n",
                "/etc/sysctl.d/97-oracle.conf": "vm.nr_hugepages=65536\nkernel.shmmax=4398046511104\n",
                "/etc/sysconfig/oracleasm": "ORACLEASM_ENABLED=true\n",
                "/etc/udev/rules.d/99-oracle.rules":
                    "KERNEL==\"sd*\", PROGRAM==\"/usr/lib/udev/scsi_id -g -u -d $devnode\", RESULT==\"3600\", SYMLINK+=\"asm1\"\n",
            ]) { $1 }
        ).with { $0.kernel("5.4.17-2136.el7uek.x86_64", "/boot/initramfs-5.4.17-2136.el7uek.x86_64.img", "xz") },
        volumes: [part("sda1", "xfs", "4007"), part("sda2", "swap", "5007")], root: "/dev/sda1", memoryMiB: 8192,
        expects: [
            .proved, .oldVirtio(false), .concern("oracle-asm", .critical), .concern("scsi-id-rules", .critical),
            .lacks("/boot/grub2/grub.cfg", "hugepages=128"), .lacks("/boot/grub2/grub.cfg", "hugepagesz"),
            .lacks("/boot/grub2/grub.cfg", "isolcpus"), .has("/boot/grub2/grub.cfg", "transparent_hugepage=never"),
            .has("/boot/grub2/grub.cfg", "crashkernel=1024M@64M"), .lacks("/boot/grub2/grubenv", "hugepages=64"),
            .lacks("/etc/tuned/bootcmdline", "isolcpus"),
            .has("/etc/tuned/oracle-rac/tuned.conf", "# p2v: vm.nr_hugepages"),
            .has("/etc/tuned/oracle-rac/tuned.conf", "cmdline=audit=0"),
            .has("/etc/tuned/oracle-rac/tuned.conf", "include=throughput-performance"),
            .same("/etc/tuned/active_profile"), .has("/etc/sysctl.d/97-oracle.conf", "# p2v: vm.nr_hugepages"),
            .has("/etc/sysctl.d/97-oracle.conf", "kernel.shmmax="),
            .has("/etc/fstab", "hugetlbfs pagesize=1G,nofail"), .has("/etc/fstab", "tmpfs size=200G 0 0"),
        ])

    static let fedoraBtrfs = FieldTree(
        name: "Fedora with entries of the specification, and the root a subvolume",
        source: "Fedora's installer since 33; kubev2v/forklift pull request 1446",
        tree: .system(
            release("fedora", "39"), tool: "/usr/bin/dracut",
            systemd.merging([
                "/etc/fstab":
                    "UUID=b39 / btrfs subvol=root,compress=zstd:1 0 0\nUUID=b001 /boot ext4 defaults 1 2\nUUID=AB-CD /boot/efi vfat umask=0077,shortname=winnt 0 2\nUUID=b39 /home btrfs subvol=home,compress=zstd:1 0 0\n",
                "/boot/efi/EFI/fedora/grub.cfg":
                    "search --no-floppy --root-dev-only --fs-uuid --set=dev b001\nset prefix=($dev)/grub2\nexport $prefix\nconfigfile $prefix/grub.cfg\n",
                "/boot/efi/EFI/fedora/shimx64.efi": "shim", "/boot/efi/EFI/fedora/grubx64.efi": "grub",
                "/boot/grub2/grub.cfg": menu("insmod blscfg\nblscfg\n", prefix: "set default=\"${saved_entry}\""),
                "/boot/grub2/grubenv": GrubEnvironment.padded(
                    "# GRUB Environment Block\nsaved_entry=aa-6.8.5-301.fc39.x86_64\nboot_success=1\n") ?? "",
                "/boot/loader/entries/aa-6.8.5-301.fc39.x86_64.conf":
                    "title Fedora\nversion 6.8.5-301.fc39.x86_64\nlinux /vmlinuz-6.8.5-301.fc39.x86_64\ninitrd /initramfs-6.8.5-301.fc39.x86_64.img\noptions root=UUID=b39 ro rootflags=subvol=root rhgb quiet\n",
                "/boot/loader/entries/aa-0-rescue.conf":
                    "title Fedora (0-rescue)\nlinux /vmlinuz-0-rescue-aa\ninitrd /initramfs-0-rescue-aa.img\noptions root=UUID=b39 ro rootflags=subvol=root\n",
                "/etc/kernel/cmdline": "root=UUID=b39 ro rootflags=subvol=root rhgb quiet\n",
            ]) { $1 }
        ).with {
            $0.kernel(
                "6.8.5-301.fc39.x86_64", "/boot/initramfs-6.8.5-301.fc39.x86_64.img", "zstd", builtIn: ["virtio_pci"])
        },
        volumes: [
            part("sda1", "vfat", "AB-CD", esp: true), part("sda2", "ext4", "b001"), part("sda3", "btrfs", "b39"),
            GuestVolume(device: "btrfsvol:/dev/sda3/root", type: "btrfs"),
            GuestVolume(device: "btrfsvol:/dev/sda3/home", type: "btrfs"),
        ], root: "btrfsvol:/dev/sda3/root", disks: [DiskFacts(device: "/dev/sda")],
        expects: [
            .proved, .drivers("/boot/initramfs-6.8.5-301.fc39.x86_64.img"), .same("/etc/fstab"),
            .same("/etc/kernel/cmdline"), .same("/boot/loader/entries/aa-6.8.5-301.fc39.x86_64.conf"),
            .made("/boot/efi/EFI/BOOT/BOOTX64.EFI"), .made("/boot/efi/EFI/BOOT/grubx64.efi"),
            .made("/boot/efi/EFI/BOOT/grub.cfg"), .oldVirtio(false), .silent("several-uefi-loaders"),
        ])

    static let hyperVRHEL8 = FieldTree(
        name: "RHEL 8 on Hyper-V, second generation, with accelerated networking",
        source: "Debian and Fedora, package hyperv-daemons; SUSE/suse-migration-services pull request 409",
        tree: .system(
            release("rhel", "8.10", like: "fedora"), tool: "/usr/bin/dracut",
            systemd.merging([
                "/etc/fstab":
                    "UUID=4008 / xfs defaults 0 0\nUUID=E5-00 /boot/efi vfat defaults 0 2\n/dev/disk/cloud/azure_resource-part1 /mnt/resource ext4 defaults,nofail,x-systemd.requires=cloud-init.service 0 2\n",
                "/boot/efi/EFI/redhat/grub.cfg": menu(
                    "insmod blscfg\nblscfg\n", prefix: "set default=\"${saved_entry}\""),
                "/boot/efi/EFI/redhat/grubenv": GrubEnvironment.padded(
                    "# GRUB Environment Block\nsaved_entry=aa-4.18.0-553.el8_10.x86_64\nkernelopts=root=UUID=4008 ro console=tty1 console=ttyS0 earlyprintk=ttyS0 rootdelay=300\n"
                ) ?? "",
                "/boot/loader/entries/aa-4.18.0-553.el8_10.x86_64.conf":
                    "title R\nlinux /boot/vmlinuz-4.18.0-553.el8_10.x86_64\ninitrd /boot/initramfs-4.18.0-553.el8_10.x86_64.img $tuned_initrd\noptions $kernelopts $tuned_params\n",
                "/boot/efi/EFI/BOOT/BOOTX64.EFI": "shim",
                "/etc/dracut.conf.d/hv.conf": "add_drivers+=\" hv_vmbus hv_netvsc hv_storvsc \"\n",
                "/etc/cloud/cloud.cfg": "datasource_list: [ Azure ]\n",
            ]) { $1 }
        ).with {
            $0.kernel("4.18.0-553.el8_10.x86_64", "/boot/initramfs-4.18.0-553.el8_10.x86_64.img")
            $0.units("hypervkvpd.service", "hypervvssd.service", "hypervfcopyd.service", "waagent.service")
        },
        volumes: [part("sda1", "vfat", "E5-00", esp: true), part("sda2", "xfs", "4008")], root: "/dev/sda2",
        disks: [DiskFacts(device: "/dev/sda")],
        profile: scan(
            card("eth0", "01", driver: "hv_netvsc"), card("enP1s1", "01", driver: "mlx5_core", master: "eth0")),
        expects: [
            .proved, .silent("mac-not-unique"), .has("/etc/systemd/network/10-p2v-eth0.link", "Name=eth0"),
            .link("/etc/systemd/system/hypervkvpd.service", "/dev/null"),
            .link("/etc/systemd/system/hypervvssd.service", "/dev/null"),
            .link("/etc/systemd/system/hypervfcopyd.service", "/dev/null"), .same("/etc/fstab"),
            .has("/etc/cloud/cloud.cfg.d/99-p2v-network.cfg", "disabled"),
            .drivers("/boot/initramfs-4.18.0-553.el8_10.x86_64.img"), .oldVirtio(false),
        ])

    static let raidCentOS7 = FieldTree(
        name: "CentOS 7 on an array, with names of biosdevname and a file for each slot",
        source: "CentOS 7 installer with biosdevname; systemd.network(5), Path=",
        tree: .system(
            release("centos", "7", like: "rhel fedora"), tool: "/usr/sbin/dracut",
            systemd.merging([
                "/etc/fstab":
                    "UUID=4d0 / xfs defaults 0 0\nUUID=4d1 /boot xfs defaults 0 0\n/dev/md/swap swap swap defaults 0 0\n",
                "/etc/mdadm.conf":
                    "MAILADDR root\nAUTO +imsm +1.x -all\nARRAY /dev/md/boot level=raid1 num-devices=2 UUID=a:b:c:d\nARRAY /dev/md/root level=raid1 num-devices=2 UUID=a:b:c:e\nARRAY /dev/md/swap level=raid1 num-devices=2 UUID=a:b:c:f\n",
                "/boot/grub2/grub.cfg": menu(
                    entry(
                        "CentOS", "/vmlinuz-3.10.0-1160.el7.x86_64",
                        "root=UUID=4d0 ro rd.md.uuid=a:b:c:e rd.md.uuid=a:b:c:d biosdevname=1 intel_idle.max_cstate=0 idle=poll clocksource=tsc tsc=reliable",
                        "/initramfs-3.10.0-1160.el7.x86_64.img", id: "c7")),
                "/etc/systemd/network/10-lan.network":
                    "[Match]\nPath=pci-0000:03:00.1\n\n[Network]\nAddress=10.0.0.7/24\n",
                "/etc/systemd/network/20-san.network": "[Match]\nDriver=ixgbe\n\n[Network]\nAddress=10.1.0.7/24\n",
            ]) { $1 }
        ).with {
            $0.kernel("3.10.0-1160.el7.x86_64", "/boot/initramfs-3.10.0-1160.el7.x86_64.img")
            $0.units("smartd.service", "ipmievd.service", "mcelog.service", "edac.service")
        },
        volumes: [
            volume("/dev/md126", "xfs", "4d1"), volume("/dev/md127", "xfs", "4d0"), volume("/dev/md125", "swap", "4d2"),
            part("sda1", "linux_raid_member", "x1"), part("sdb1", "linux_raid_member", "x1"),
        ], root: "/dev/md127",
        disks: [DiskFacts(device: "/dev/sda", hasBootCode: true), DiskFacts(device: "/dev/sdb", hasBootCode: true)],
        sourceDevices: [nil, nil],
        profile: scan(
            card("em1", "01", driver: "tg3"), card("enp3s0f1", "02", driver: "igb"), card("p5p1", "03", driver: "ixgbe")
        ),
        expects: [
            .proved, .drivers("/boot/initramfs-3.10.0-1160.el7.x86_64.img"), .same("/etc/fstab"),
            .same("/etc/mdadm.conf"),
            .has("/etc/systemd/network/10-p2v-em1.link", "Name=em1"),
            .has("/etc/systemd/network/10-p2v-p5p1.link", "Name=p5p1"),
            .has("/etc/systemd/network/10-lan.network", "Name=enp3s0f1"),
            .lacks("/etc/systemd/network/10-lan.network", "\nPath=pci"),
            .has("/etc/systemd/network/20-san.network", "Name=p5p1"), .silent("network-match"),
            .lacks("/boot/grub2/grub.cfg", "idle=poll"), .lacks("/boot/grub2/grub.cfg", "clocksource=tsc"),
            .has("/boot/grub2/grub.cfg", "intel_idle.max_cstate=0"), .bootDisk(0),
            .link("/etc/systemd/system/smartd.service", "/dev/null"),
            .link("/etc/systemd/system/edac.service", "/dev/null"),
        ])

    static let twinRoots = FieldTree(
        name: "a disk that was cloned is still in the server: two roots of one UUID",
        source: "libguestfs/virt-v2v threads on several roots; forums on dd to a larger disk",
        tree: .system(
            release("almalinux", "9.3", like: "rhel centos fedora"), tool: "/usr/bin/dracut",
            systemd.merging([
                "/etc/fstab": "UUID=4009 / ext4 defaults 0 1\n",
                "/boot/grub2/grub.cfg": menu(
                    entry(
                        "Alma", "/boot/vmlinuz-5.14.0-1.el9.x86_64", "root=UUID=4009 ro",
                        "/boot/initramfs-5.14.0-1.el9.x86_64.img", id: "a")),
            ]) { $1 }
        ).with { $0.kernel("5.14.0-1.el9.x86_64", "/boot/initramfs-5.14.0-1.el9.x86_64.img", "zstd") },
        volumes: [part("sda1", "ext4", "4009"), part("sdb1", "ext4", "4009")], root: "/dev/sda1",
        disks: [DiskFacts(device: "/dev/sda", hasBootCode: true), DiskFacts(device: "/dev/sdb", hasBootCode: true)],
        sourceDevices: [nil, nil],
        expects: [
            .concern("boot-chain-root", .critical), .drivers("/boot/initramfs-5.14.0-1.el9.x86_64.img"),
            .same("/etc/fstab"),
            .bootDisk(0),
        ])
}
