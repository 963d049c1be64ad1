#!/bin/bash
# layout.sh CACHE NAME: the server of rootfs.sh on disks of one layout, as CACHE/NAME-0.img (and NAME-1.img); built once.
#   mbr uefi lvm md btrfs btrfs-subvolume xfs luks boot-usr
. "$(dirname "$0")/once.sh"
build_once "$1" "$2" root
name=$2
root=$cache/root
disk=$work/$name-0.img
version=$(ls "$root/lib/modules" | head -1)
grub=$root/usr/lib/grub
size=900
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=force_tcg

# entry ROOT [BOOT-LABEL [PREFIX]] [OPTIONS]: the menu that grub-mkconfig would have written on the server
entry() {
    local boot=${3-/boot}
    printf 'set timeout=0\nmenuentry "Debian GNU/Linux" {\n search --no-floppy --label --set=root %s\n linux %s/vmlinuz-%s root=%s ro console=ttyS0 %s\n initrd %s/initrd.img-%s\n}\n' \
        "${2-ROOTFS}" "$boot" "$version" "$1" "${4-}" "$boot" "$version" >"$work/grub.cfg"
}
# tree DIR FSTAB: the root's tree, with hard links for what does not differ
tree() {
    cp -al "$root" "$1"
    for file in etc/fstab boot/grub/grub.cfg; do rm -f "$1/$file"; done
    printf "$2" >"$1/etc/fstab"
    cp "$work/grub.cfg" "$1/boot/grub/grub.cfg"
}
# loader DISK MODULES [LABEL [PREFIX]]: GRUB for a BIOS, in the gap before the first partition
loader() {
    printf 'search --no-floppy --label --set=root %s\nset prefix=($root)%s/grub\nconfigfile $prefix/grub.cfg\n' "${3-ROOTFS}" "${4-/boot}" >"$work/embed"
    grub-mkimage -O i386-pc -d "$grub/i386-pc" -o "$work/core" -p "${4-/boot}/grub" -c "$work/embed" \
        biosdisk part_msdos search search_label normal linux serial configfile echo boot $2
    dd if="$grub/i386-pc/boot.img" of="$1" bs=440 count=1 conv=notrunc status=none
    dd if="$work/core" of="$1" bs=512 seek=1 conv=notrunc status=none
}
blank() { rm -f "$1"; truncate -s "${2:-$((size + 1))}M" "$1"; }
# filesystem DIR DISK OFFSET-MIB SIZE-MIB LABEL
filesystem() { mke2fs -q -F -t ext4 -L "$5" -d "$1" -E "offset=$(($3 << 20)),lazy_itable_init=1,nodiscard" "$2" "$(($4 << 10))k"; }
# attach DISK: for file systems that only their own kernel module fills
attach() { loop=$(losetup -f --show -o $((1 << 20)) "$1"); mkdir -p "$work/mnt"; }

case $name in
mbr)
    entry /dev/sda1
    tree "$work/t" '# static\n/dev/sda1 / ext4 errors=remount-ro 0 1\n/dev/sda2 none swap sw 0 0\n'
    echo RESUME=/dev/sda2 >"$work/t/etc/initramfs-tools/conf.d/resume"
    blank "$disk" $((size + 65))
    printf '2048,%sM,83,*\n,,82\n' $size | sfdisk -q "$disk"
    filesystem "$work/t" "$disk" 1 $size ROOTFS
    blank "$work/swap" 60
    mkswap -q "$work/swap"
    dd if="$work/swap" of="$disk" bs=1M seek=$((size + 1)) conv=notrunc status=none
    loader "$disk" ext2
    ;;
uefi)
    entry /dev/sda2
    tree "$work/t" '/dev/sda2 / ext4 defaults 0 1\n/dev/sda1 /boot/efi vfat umask=0077 0 1\n'
    blank "$disk" $((size + 67))
    sgdisk -n1:2048:+64M -t1:ef00 -n2:0:+${size}M -t2:8300 "$disk" >/dev/null
    printf 'search --no-floppy --label --set=root ROOTFS\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n' >"$work/embed"
    efi=$grub/x86_64-efi
    [ -d "$efi" ] || efi=/usr/lib/grub/x86_64-efi
    grub-mkimage -O x86_64-efi -d "$efi" -o "$work/grubx64.efi" -p /boot/grub -c "$work/embed" \
        part_gpt ext2 search search_label normal linux serial configfile echo boot fat
    blank "$work/esp" 64
    mkfs.vfat -n ESP "$work/esp" >/dev/null
    # As Debian's installer leaves it: no fallback loader, the firmware's own entry names this one.
    mmd -i "$work/esp" ::EFI ::EFI/debian
    mcopy -i "$work/esp" "$work/grubx64.efi" ::EFI/debian/
    dd if="$work/esp" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
    filesystem "$work/t" "$disk" 65 $size ROOTFS
    ;;
lvm)
    entry /dev/mapper/vg0-root
    tree "$work/t" '/dev/mapper/vg0-root / ext4 defaults 0 1\n'
    rm "$work/t/etc/lvm/lvm.conf" "$work/t/boot/initrd.img-$version"
    cp "$cache/lvm.conf" "$work/t/etc/lvm/lvm.conf"
    cp "$cache/initrd-lvm.img" "$work/t/boot/initrd.img-$version"
    blank "$disk" $((size + 20))
    echo '2048,,8e,*' | sfdisk -q "$disk"
    loop=$(losetup -f --show -o $((1 << 20)) "$disk")
    export LVM_SYSTEM_DIR=$work LVM_SUPPRESS_FD_WARNINGS=1
    echo "devices { filter=[\"a|^$loop\$|\",\"r|.*|\"] use_devicesfile=0 scan=\"/dev\" }" >"$work/lvm.conf"
    quiet="--driverloaded n -q --nolocking"
    pvcreate $quiet -ff -y "$loop"
    vgcreate $quiet vg0 "$loop"
    lvcreate $quiet -an -Zn -Wn -y -L ${size}M -n root vg0
    start=$(pvs $quiet --noheadings --nosuffix --units m -o pe_start "$loop" | tr -d ' ')
    losetup -d "$loop"
    filesystem "$work/t" "$disk" $((1 + ${start%.*})) $size ROOTFS
    loader "$disk" "lvm ext2"
    ;;
xfs)
    entry /dev/hda1
    tree "$work/t" '/dev/hda1 / xfs defaults 0 1\n'
    blank "$disk"
    echo '2048,,83,*' | sfdisk -q "$disk"
    attach "$disk"
    mkfs.xfs -q -f -L ROOTFS "$loop"
    mount "$loop" "$work/mnt"
    cp -a "$work/t/." "$work/mnt/"
    loader "$disk" xfs
    ;;
btrfs)
    entry /dev/sda1
    tree "$work/t" '/dev/sda1 / btrfs defaults 0 1\n'
    blank "$disk"
    echo '2048,,83,*' | sfdisk -q "$disk"
    attach "$disk"
    mkfs.btrfs -q -L ROOTFS "$loop"
    mount "$loop" "$work/mnt"
    cp -a "$work/t/." "$work/mnt/"
    loader "$disk" btrfs
    ;;
btrfs-subvolume)
    entry /dev/sda1 ROOTFS /@/boot rootflags=subvol=@
    tree "$work/t" '/dev/sda1 / btrfs defaults,subvol=@ 0 1\n/dev/sda1 /home btrfs defaults,subvol=@home 0 2\n'
    blank "$disk"
    echo '2048,,83,*' | sfdisk -q "$disk"
    attach "$disk"
    mkfs.btrfs -q -L ROOTFS "$loop"
    mount "$loop" "$work/mnt"
    btrfs -q subvolume create "$work/mnt/@"
    btrfs -q subvolume create "$work/mnt/@home"
    cp -a "$work/t/." "$work/mnt/@/"
    loader "$disk" btrfs ROOTFS /@/boot
    ;;
md)
    entry /dev/md0
    tree "$work/t" '/dev/md0 / ext4 defaults 0 1\n'
    printf 'DEVICE /dev/sd[ab]1\nHOMEHOST <ignore>\nARRAY /dev/md0 metadata=1.2 devices=/dev/sda1,/dev/sdb1\n' >"$work/md.conf"
    rm -f "$work/t/etc/mdadm/mdadm.conf"
    cp "$work/md.conf" "$work/t/etc/mdadm/mdadm.conf"
    blank "$work/fs" $size
    filesystem "$work/t" "$work/fs" 0 $size ROOTFS
    for number in 0 1; do
        blank "$work/md-$number.img" $((size + 4))
        echo '2048,,fd,*' | sfdisk -q "$work/md-$number.img"
    done
    guestfish <<X
add-drive $work/fs readonly:true format:raw
add-drive $work/md-0.img format:raw
add-drive $work/md-1.img format:raw
run
md-create md0 "/dev/sdb1 /dev/sdc1" level:raid1
copy-device-to-device /dev/sda /dev/md/md0 sparse:true
X
    loader "$disk" "mdraid1x ext2"
    ;;
luks)
    entry /dev/mapper/luks BOOTFS ''
    tree "$work/t" '/dev/mapper/luks / ext4 defaults 0 1\n/dev/sda1 /boot ext4 defaults 0 2\n'
    printf 'luks /dev/sda2 /etc/keys/luks.key luks,initramfs\n' >"$work/t/etc/crypttab"
    mv "$work/t/boot" "$work/b"
    mkdir "$work/t/boot"
    blank "$disk" $((size + 85))
    printf '2048,64M,83,*\n,,83\n' | sfdisk -q "$disk"
    filesystem "$work/b" "$disk" 1 64 BOOTFS
    blank "$work/fs" $size
    filesystem "$work/t" "$work/fs" 0 $size ROOTFS
    loader "$disk" ext2 BOOTFS ''
    loop=$(losetup -f --show -o $((65 << 20)) "$disk")
    printf secret | cryptsetup luksFormat -q --uuid 5eeeeeee-0000-4000-8000-00000000cafe --pbkdf pbkdf2 --pbkdf-force-iterations 1000 "$loop" -
    losetup -d "$loop"
    guestfish --keys-from-stdin <<X
add-drive $disk format:raw
add-drive $work/fs readonly:true format:raw
run
cryptsetup-open /dev/sda2 luks
secret
copy-device-to-device /dev/sdb /dev/mapper/luks sparse:true
cryptsetup-close /dev/mapper/luks
X
    ;;
boot-usr)
    entry /dev/sda2 BOOTFS ''
    tree "$work/t" '/dev/sda2 / ext4 defaults 0 1\n/dev/sda1 /boot ext4 defaults 0 2\n/dev/sda3 /usr ext4 defaults 0 2\n'
    mv "$work/t/boot" "$work/b"
    mv "$work/t/usr" "$work/u"
    mkdir "$work/t/boot" "$work/t/usr"
    blank "$disk" $((size + 266))
    printf '2048,64M,83,*\n,200M,83\n,,83\n' | sfdisk -q "$disk"
    filesystem "$work/b" "$disk" 1 64 BOOTFS
    filesystem "$work/t" "$disk" 65 200 ROOTFS
    filesystem "$work/u" "$disk" 265 $size USRFS
    loader "$disk" ext2 BOOTFS ''
    ;;
*)
    echo "layout.sh: unknown layout $name" >&2
    exit 64
    ;;
esac
disks=("$name-0.img")
[ "$name" != md ] || disks+=(md-1.img)
whole "${disks[@]}"
