#!/bin/bash
# matrix-base.sh CACHE RELEASE TOOL: the tree of a small Debian "physical server" of RELEASE (bullseye, bookworm, trixie), with
# an initramfs by TOOL (initramfs-tools, dracut) that has the server's drivers only, as CACHE/matrix-RELEASE-TOOL; its loaders
# beside it in CACHE/matrix-RELEASE-TOOL.kit. Built once; needs the network. When it has reached multi-user with its old
# network it says so on the console.
. "$(dirname "$0")/once.sh"
release=$2 tool=$3 base=matrix-$2-$3
bash "$scripts/matrix-packages.sh" "$1" "$release"
build_once "$1" "$base" "matrix-$release"
root=$work/$base kit=$work/$base.kit
unset TMPDIR # is not there in the tree
debs=$cache/matrix-$release.debs
mkdir "$root" "$kit"
tar -xf "$cache/matrix-$release.tar" -C "$root"
for deb in "$debs"/thin-provisioning-tools_*.deb "$debs"/grub-efi-*.deb "$debs"/systemd-boot-efi_*.deb; do
    [ ! -e "$deb" ] || dpkg -x "$deb" "$root"
done
if [ $tool = dracut ]; then
    chroot "$root" dpkg --purge --force-depends cryptsetup-initramfs initramfs-tools initramfs-tools-core
    mkdir "$root/debs"
    cp "$debs"/dracut*.deb "$root/debs/"
    chroot "$root" sh -c 'dpkg --unpack --force-depends /debs/*.deb'
    # Configured by hand: its own way would build an initramfs for this machine.
    sed -i '/^Package: dracut/,/^$/s/^Status: .*/Status: install ok installed/' "$root/var/lib/dpkg/status"
    rm -r "$root/debs"
fi
version=$(ls "$root/lib/modules" | head -1)
rm -f "$root"/boot/initrd*

# Modules: what a small server could need, and what it needs as a guest.
kept=$work/kept
for module in ahci ata_piix sd_mod e1000 e1000e ext4 xfs btrfs raid1 dm_mod dm_crypt dm_thin_pool dm_snapshot dm_mirror xts \
    aesni_intel sha256_generic algif_skcipher vfat nls_cp437 nls_ascii nls_iso8859_1 efivarfs autofs4 configfs fuse loop \
    af_packet ipv6 virtio_blk virtio_pci virtio_scsi virtio_net virtio_rng virtio_console; do
    modprobe -S "$version" -d "$root" --show-depends "$module" 2>"$work/none" || true
done | sed -n "s|^insmod .*/lib/modules/$version/\([^ ]*\).*|\1|p" | sort -u >"$kept"
modules=$root/lib/modules/$version
find "$modules" -name '*.ko*' -printf '%P\n' | sort | comm -23 - "$kept" | sed "s|^|$modules/|" | xargs -d '\n' rm -f
find "$modules" -mindepth 1 -type d -empty -delete
depmod -b "$root" "$version"

# The server: static address by ifupdown, eth0 by its MAC, mounts by what guest.sh writes.
sed -i 's/^root:[^:]*:/root::/' "$root/etc/shadow"
echo matrix >"$root/etc/hostname"
echo 5eed5eed5eed5eed5eed5eed5eed5eed >"$root/etc/machine-id"
printf 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet static\n  address 10.0.2.15\n  netmask 255.255.255.0\n' \
    >"$root/etc/network/interfaces"
mkdir -p "$root/etc/udev/rules.d" "$root/boot/grub" "$root/boot/efi" "$root/etc/keys"
echo 'SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="52:54:00:12:34:56", ATTR{dev_id}=="0x0", ATTR{type}=="1", KERNEL=="eth*", NAME="eth0"' \
    >"$root/etc/udev/rules.d/70-persistent-net.rules"
for unit in apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer \
    systemd-tmpfiles-clean.timer mdcheck_start.timer mdcheck_continue.timer mdmonitor-oneshot.timer mdmonitor.service getty@.service \
    serial-getty@.service systemd-timesyncd.service systemd-update-utmp.service systemd-journal-flush.service \
    systemd-hwdb-update.service ldconfig.service systemd-pcrphase.service lvm2-monitor.service blk-availability.service \
    dnsmasq.service getty-static.service proc-sys-fs-binfmt_misc.automount proc-sys-fs-binfmt_misc.mount systemd-binfmt.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
mkdir -p "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nStorage=volatile\n' >"$root/etc/systemd/journald.conf.d/small.conf"
cat >"$root/usr/sbin/matrix-mark" <<'X'
#!/bin/sh
# Says on the console what works: the address, units that failed, mounts of fstab that are not there.
net=$(ip -o -4 addr show dev eth0 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p')
failed=$(systemctl list-units --failed --plain --no-legend 2>/dev/null | sed 's/ .*//' | tr '\n' ,)
lost=
while read -r source target type rest; do
    case $source:$target in \#* | *:none | *:swap | :*) continue ;; esac
    grep -q " $target " /proc/self/mounts || lost=$lost$target,
done </etc/fstab
echo "matrix: net=${net:-none} failed=${failed:-none} lost=${lost:-none} disk=$(sed -n 's/.* \([sv]da\)$/\1/p' /proc/partitions | tr '\n' ' ')reached multi-user" >/dev/console
X
chmod 755 "$root/usr/sbin/matrix-mark"
printf '[Unit]\nDefaultDependencies=no\nAfter=multi-user.target network.target\n[Service]\nType=oneshot\nExecStart=/usr/sbin/matrix-mark\n' \
    >"$root/etc/systemd/system/matrix-mark.service"
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -s ../matrix-mark.service "$root/etc/systemd/system/multi-user.target.wants/"
ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"

# Two initramfs: one for a server with an encrypted root, whose key is inside, and one for all others.
image=$root/boot/initrd.img-$version
printf secret >"$root/etc/keys/luks.key"
chmod 600 "$root/etc/keys/luks.key"
case $tool in
initramfs-tools)
    sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
    cp "$root/etc/initramfs-tools/modules" "$work/modules.keep"
    printf '%s\n' ahci ata_piix sd_mod ext4 xfs btrfs raid1 dm_mod dm_crypt dm_thin_pool dm_snapshot aesni_intel xts \
        sha256_generic algif_skcipher >>"$root/etc/initramfs-tools/modules"
    echo RESUME=none >"$root/etc/initramfs-tools/conf.d/resume"
    chroot "$root" update-initramfs -c -k "$version"
    cp "$image" "$kit/initrd"
    printf 'luks UUID=5eeeeeee-0000-4000-8000-00000000cafe /etc/keys/luks.key luks,initramfs\n' >"$root/etc/crypttab"
    printf 'KEYFILE_PATTERN="/etc/keys/*.key"\nUMASK=0077\n' >>"$root/etc/cryptsetup-initramfs/conf-hook"
    chroot "$root" update-initramfs -u -k "$version"
    cp "$image" "$kit/initrd-luks"
    rm "$root/etc/crypttab"
    cp "$work/modules.keep" "$root/etc/initramfs-tools/modules"
    sed -i 's/^MODULES=.*/MODULES=dep/' "$root/etc/initramfs-tools/initramfs.conf"
    ;;
dracut)
    for folder in proc dev sys; do mount --bind "/$folder" "$root/$folder"; done
    options=(--force --no-hostonly --no-hostonly-cmdline --kver "$version" --add 'lvm mdraid crypt dm btrfs'
        --omit-drivers 'virtio_blk virtio_pci virtio_scsi virtio_net virtio_rng virtio_console virtio_ring virtio')
    chroot "$root" dracut "${options[@]}" "/boot/initrd.img-$version"
    cp "$image" "$kit/initrd"
    chroot "$root" dracut "${options[@]}" --install /etc/keys/luks.key "/boot/initrd.img-$version"
    cp "$image" "$kit/initrd-luks"
    for folder in proc dev sys; do umount "$root/$folder"; done
    ;;
esac
rm "$image"

# Loaders: of this release, in one file each.
for kind in i386-pc:biosdisk x86_64-efi:part_gpt; do
    for place in ROOTFS:/boot BOOTFS: ROOTFS:/@/boot; do
        printf 'search --no-floppy --label --set=root %s\nset prefix=($root)%s/grub\nconfigfile $prefix/grub.cfg\n' "${place%%:*}" "${place#*:}" >"$root/embed"
        name=${place%%:*}$(tr -d / <<<"${place#*:}")
        chroot "$root" grub-mkimage -O "${kind%:*}" -o /core -p "${place#*:}/grub" -c /embed "${kind#*:}" part_msdos part_gpt search \
            search_label normal linux configfile echo boot serial ext2 xfs btrfs lvm mdraid1x fat
        mv "$root/core" "$kit/${kind%:*}-$name"
    done
done
rm "$root/embed"
cp "$root/usr/lib/grub/i386-pc/boot.img" "$kit/boot.img"
if [ -d "$root/usr/lib/systemd/boot/efi" ]; then cp "$root/usr/lib/systemd/boot/efi/"{systemd-bootx64.efi,linuxx64.efi.stub} "$kit/"; fi
mv "$root/boot/vmlinuz-$version" "$kit/vmlinuz"
echo "$version" >"$kit/version"

# Nothing below is asked for again: neither the programs that built it, nor their data.
chroot "$root" apt-get clean || true
rm -rf "$root"/usr/share/{locale,doc,man,info,zoneinfo,bash-completion,i18n,perl,perl5,common-licenses} "$root"/usr/lib/grub "$root"/var/cache/apt/* \
    "$root"/var/lib/apt/lists/* "$root"/usr/lib/x86_64-linux-gnu/{perl,gconv} "$root"/usr/lib/locale
touch "$root/etc/.updated" "$root/var/.updated"
whole "$base" "$base.kit"
