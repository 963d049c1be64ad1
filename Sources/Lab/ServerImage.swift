internal import Estate

/// The recipe of the physical server's disk: pure text. A change of the recipe changes its digest, and the image is built
/// anew.
///
/// The server is old-fashioned on purpose, so that it does not start on virtual hardware unless it is adapted: device names
/// `/dev/sdX` in fstab and the boot loader, an initramfs with the drivers of its own disk controller only, a network card
/// named by a udev rule. Its disk is quiet once it has started (logs and temporary files in memory), so that a checksum
/// taken from outside stays the same while it runs.
struct ServerImage {
    /// The lab's public key, for root.
    let publicKey: String
    static let mac = "52:54:00:77:00:35"
    static let bytes = 1536 << 20

    var digest: String {
        String(SHA256.hex(bootstrap.joined(separator: "\n") + configure + assemble).prefix(12))
    }

    private static let packages = [
        "linux-image-amd64", "systemd-sysv", "udev", "ifupdown", "iproute2", "openssh-server", "dnsmasq", "kmod",
        "initramfs-tools", "procps", "zstd",
    ]

    /// Parts of the kernel package and of others that this server never uses; they only make its disk larger.
    private static let left = [
        "/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/lib/modules/*/kernel/drivers/gpu/*",
        "/lib/modules/*/kernel/drivers/media/*", "/lib/modules/*/kernel/drivers/net/wireless/*",
        "/lib/modules/*/kernel/drivers/infiniband/*", "/lib/modules/*/kernel/drivers/staging/*",
        "/lib/modules/*/kernel/drivers/iio/*", "/lib/modules/*/kernel/drivers/isdn/*",
        "/lib/modules/*/kernel/sound/*", "/lib/modules/*/kernel/drivers/net/ethernet/mellanox/*",
    ]

    /// argv of mmdebstrap; the target folder follows.
    var bootstrap: [String] {
        ["mmdebstrap", "--quiet", "--variant=minbase", "--mode=root", "--aptopt=Acquire::Languages \"none\""]
            + Self.left.map { "--dpkgopt=path-exclude=\($0)" }
            + ["--dpkgopt=force-unsafe-io", "--include=\(Self.packages.joined(separator: ","))", "bookworm"]
    }

    /// Makes the tree in `$1` the server `dns01`.
    var configure: String {
        """
        set -e
        R=$1
        KV=$(ls "$R/lib/modules")
        echo dns01 > "$R/etc/hostname"
        printf '127.0.0.1 localhost\\n\(LabNode.dns01.address) dns01.lab.test dns01\\n' > "$R/etc/hosts"
        cat > "$R/etc/fstab" <<X
        /dev/sda1 / ext4 noatime,errors=remount-ro 0 1
        /dev/sda2 none swap sw 0 0
        X
        for d in /tmp /var/tmp /var/log /var/lib/misc; do echo "tmpfs $d tmpfs defaults 0 0" >> "$R/etc/fstab"; done
        cat > "$R/etc/network/interfaces" <<X
        auto lo
        iface lo inet loopback
        auto eth0
        iface eth0 inet static
          address \(LabNode.dns01.address)
          netmask 255.255.255.0
        X
        mkdir -p "$R/etc/udev/rules.d" "$R/etc/systemd/journald.conf.d" "$R/root/.ssh" "$R/boot/grub"
        echo 'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="\(Self.mac)", ATTR{type}=="1", NAME="eth0"' \\
            > "$R/etc/udev/rules.d/70-persistent-net.rules"
        printf '[Journal]\\nStorage=volatile\\n' > "$R/etc/systemd/journald.conf.d/lab.conf"
        \(zone)
        echo '\(publicKey)' > "$R/root/.ssh/authorized_keys"
        chmod 700 "$R/root/.ssh"; chmod 600 "$R/root/.ssh/authorized_keys"
        for u in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer \\
            systemd-tmpfiles-clean.timer systemd-random-seed.service e2scrub_reap.service logrotate.timer; do
            ln -sf /dev/null "$R/etc/systemd/system/$u"
        done
        sed -i 's/^MODULES=.*/MODULES=list/' "$R/etc/initramfs-tools/initramfs.conf"
        printf 'ahci\\nsd_mod\\next4\\ncrc32c_generic\\n' > "$R/etc/initramfs-tools/modules"
        echo RESUME=none > "$R/etc/initramfs-tools/conf.d/resume"
        chroot "$R" update-initramfs -u -k all
        sed -i 's/^MODULES=.*/MODULES=dep/' "$R/etc/initramfs-tools/initramfs.conf"
        : > "$R/etc/initramfs-tools/modules"
        cat > "$R/boot/grub/grub.cfg" <<X
        set timeout=0
        serial --unit=0 --speed=115200
        menuentry 'Debian GNU/Linux' {
          search --no-floppy --label --set=root ROOTFS
          linux /boot/vmlinuz-$KV root=/dev/sda1 ro console=ttyS0 quiet
          initrd /boot/initrd.img-$KV
        }
        X

        """
    }

    private var zone: String {
        """
        {
            printf 'no-resolv\\nno-hosts\\nlocal=/lab.test/\\naddress=/www.lab.test/192.0.2.10\\n'
            printf 'host-record=dns01.lab.test,\(LabNode.dns01.address)\\n'
            for i in $(seq 20); do echo "host-record=host$i.lab.test,10.77.9.$i"; done
        } > "$R/etc/dnsmasq.d/lab.conf"
        """
    }

    /// Makes the disk `$2` of the tree `$1`: MBR, ext4 and swap, GRUB. Nothing is mounted.
    var assemble: String {
        """
        set -e
        R=$1 D=$2 G=/usr/lib/grub/i386-pc
        rm -f "$D"; truncate -s \(Self.bytes) "$D"
        printf '2048,2490368,83,*\\n2492416,,82\\n' | sfdisk -q "$D"
        mke2fs -q -F -t ext4 -L ROOTFS -d "$R" -E offset=1048576,lazy_itable_init=0,lazy_journal_init=0,nodiscard "$D" 1216M
        truncate -s $((\(Self.bytes) - 2492416 * 512)) "$D.swap"
        mkswap -q "$D.swap" 2>/dev/null || mkswap "$D.swap" >/dev/null
        dd if="$D.swap" of="$D" bs=1M seek=1217 conv=notrunc,sparse status=none
        rm "$D.swap"
        printf 'search --no-floppy --label --set=root ROOTFS\\nset prefix=($root)/boot/grub\\nconfigfile $prefix/grub.cfg\\n' \\
            > "$D.cfg"
        grub-mkimage -O i386-pc -d $G -o "$D.core" -p /boot/grub -c "$D.cfg" biosdisk part_msdos ext2 search search_label \\
            normal linux serial configfile echo boot
        dd if=$G/boot.img of="$D" bs=440 count=1 conv=notrunc status=none
        dd if="$D.core" of="$D" bs=512 seek=1 conv=notrunc status=none
        rm "$D.core" "$D.cfg"

        """
    }
}
