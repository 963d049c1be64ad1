#!/bin/bash
# guest.sh CACHE OUT RELEASE TOOL LOADER STORAGE: one physical server of the matrix, from the tree of matrix-base.sh, as
# OUT/disk-0.img (and OUT/disk-1.img), named by its places as such servers are: /dev/sda1, /dev/md0, /dev/mapper/vg0-root.
#   LOADER   grub-mbr grub-gpt grub-uefi systemd-boot uki extlinux
#   STORAGE  ext4 boot usr xfs btrfs subvolume snapshot lvm thin md md-lvm luks luks-lvm
# guest.sh CACHE OUT firmware-forgets: what the server's own firmware knew is gone: no fallback loader, as Debian leaves it.
set -Eeuo pipefail
cache=$1 out=$2
if [ "$3" = firmware-forgets ]; then
    mdeltree -i "$out/disk-0.img@@1M" ::EFI/BOOT
    exit 0
fi
release=$3 tool=$4 loader=$5 storage=$6
root=$cache/matrix-$release-$tool kit=$cache/matrix-$release-$tool.kit
version=$(cat "$kit/version") token=$(cat "$root/etc/machine-id")
disk=$out/disk-0.img other=$out/disk-1.img t=$out/t
uuid=5eeeeeee-0000-4000-8000-00000000f001 container=5eeeeeee-0000-4000-8000-00000000cafe
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=force_tcg MTOOLS_SKIP_CHECK=1
loops=() mounted=
clean() {
    [ -z "$mounted" ] || umount "$mounted" || true
    local loop
    for loop in "${loops[@]}"; do losetup -d "$loop" 2>/dev/null || true; done
    rm -rf --one-file-system "$t" "$out"/{b,u,fs,esp,mnt,lvm.conf,uki.*}
}
trap clean EXIT

# Partitions: kinds in order; the root's number, first MiB and size.
kinds=() sizes=() starts=() at=1
part() { kinds+=("$1") sizes+=("$2") starts+=("$at") at=$((at + $2)); }
number() { local index; for index in "${!kinds[@]}"; do [ "${kinds[index]}" != "$1" ] || echo $((index + 1)); done; }
start() { echo "${starts[$(($(number "$1") - 1))]}"; }
has() { [ -n "$(number "$1")" ]; }

size=400 # blocks of 4 KiB hold less of small files
uefi=
case $loader in
grub-uefi) uefi=1 && part esp 40 ;;
systemd-boot | uki) uefi=1 && part esp 160 ;;
grub-gpt) part gap 1 ;;
esac
case $storage:$loader in
*:systemd-boot | *:uki) ;;
boot:* | usr:* | snapshot:* | thin:* | luks:* | luks-lvm:* | md-lvm:*) part boot 80 ;;
esac
case $storage in
lvm | md-lvm | luks-lvm) part root $((size + 24)) ;;
thin) part root $((size + 80)) ;;
md | luks) part root $((size + 20)) ;;
usr) part root 120 && part usr $size ;;
*) part root $size ;;
esac
label=ROOTFS prefix=/boot
if has boot; then label=BOOTFS prefix=; fi

# attach FILE [OFFSET-MIB SIZE-MIB]: a loop device in $loop
attach() {
    loop=$(losetup -f --show ${2:+-o $(($2 << 20)) --sizelimit $(($3 << 20))} "$1")
    loops+=("$loop")
}
detach() {
    [ -z "$mounted" ] || umount "$mounted"
    mounted=
    losetup -d "$loop"
}
# Blocks of 4 KiB also where mke2fs takes smaller ones: SYSLINUX does not read a kernel from those.
ext4() { mke2fs -q -b 4096 -F -t ext4 -L "$5" ${6:+-U $6} -O "^64bit,^metadata_csum" -d "$1" -E "offset=$(($3 << 20)),lazy_itable_init=1,nodiscard" "$2" "$(($4 << 10))k"; }

# What the server calls its root.
at_disk=/dev/sda$(number root)
options=
case $storage in
lvm | thin | md-lvm | luks-lvm) source=/dev/mapper/vg0-root ;;
md) source=UUID=$uuid ;;
luks) source=/dev/mapper/luks ;;
*) source=$at_disk ;;
esac
case $storage in
xfs) type=xfs ;;
btrfs | snapshot) type=btrfs ;;
subvolume) type=btrfs options=rootflags=subvol=@ prefix=/@/boot ;;
*) type=ext4 ;;
esac
[ $tool != dracut ] || options="$options rd.auto=1 rd.retry=40"
case $storage:$tool in luks*:dracut) options="$options rd.luks.name=$container=luks rd.luks.key=$container=/etc/keys/luks.key" ;; esac

# The tree: hard links for what does not differ.
cp -al "$root" "$t" 2>/dev/null || { rm -rf "$t" && cp -a "$root" "$t"; }
rm -f "$t"/etc/{fstab,crypttab,default/grub,kernel/cmdline} "$t/boot/grub/grub.cfg"
case $storage in
subvolume) printf '%s / btrfs defaults,subvol=@ 0 1\n%s /home btrfs defaults,subvol=@home 0 2\n' "$source" "$source" ;;
*) printf '%s / %s defaults 0 1\n' "$source" $type ;;
esac >"$t/etc/fstab"
! has boot || echo "/dev/sda$(number boot) /boot ext4 defaults 0 2" >>"$t/etc/fstab"
! has usr || echo "/dev/sda$(number usr) /usr ext4 defaults 0 2" >>"$t/etc/fstab"
[ -z $uefi ] || echo "/dev/sda$(number esp) /boot/efi vfat umask=0077 0 1" >>"$t/etc/fstab"
case $storage:$tool in
luks*:initramfs-tools) echo "luks $at_disk /etc/keys/luks.key luks,initramfs" >"$t/etc/crypttab" ;;
luks*:dracut) echo "luks $at_disk /etc/keys/luks.key luks" >"$t/etc/crypttab" ;;
esac
initrd=$kit/initrd
case $storage in luks*) initrd=$kit/initrd-luks ;; esac
cp "$kit/vmlinuz" "$t/boot/vmlinuz-$version"
cp "$initrd" "$t/boot/initrd.img-$version"
arguments="root=$source ro console=ttyS0 ${options# }"
case $loader in
grub-*)
    printf 'set timeout=0\nset default="0"\nmenuentry "Debian GNU/Linux" {\n search --no-floppy --label --set=root %s\n linux %s/vmlinuz-%s %s\n initrd %s/initrd.img-%s\n}\n' \
        $label "$prefix" "$version" "$arguments" "$prefix" "$version" >"$t/boot/grub/grub.cfg"
    mkdir -p "$t/etc/default"
    printf 'GRUB_DEFAULT=0\nGRUB_TIMEOUT=0\nGRUB_CMDLINE_LINUX="%s"\n' "$arguments" >"$t/etc/default/grub"
    ;;
extlinux)
    mkdir "$t/boot/extlinux"
    printf 'SERIAL 0 115200\nDEFAULT linux\nPROMPT 0\nTIMEOUT 1\nLABEL linux\n  LINUX %s/vmlinuz-%s\n  INITRD %s/initrd.img-%s\n  APPEND %s\n' \
        "$prefix" "$version" "$prefix" "$version" "$arguments" >"$t/boot/extlinux/extlinux.conf"
    ;;
*)
    mkdir -p "$t/etc/kernel"
    echo "$arguments" >"$t/etc/kernel/cmdline"
    ;;
esac

# The disk and its partitions.
table() {
    rm -f "$1"
    truncate -s $((at + 1))M "$1"
    local index kind
    if [ -n "$uefi" ] || [ $loader = grub-gpt ]; then
        for index in "${!kinds[@]}"; do
            case ${kinds[index]} in esp) kind=ef00 ;; gap) kind=ef02 ;; *) kind=8300 ;; esac
            sgdisk -n $((index + 1)):$((starts[index] * 2048)):$(((starts[index] + sizes[index]) * 2048 - 1)) -t $((index + 1)):$kind "$1" >/dev/null
        done
    else
        for index in "${!kinds[@]}"; do echo "start=$((starts[index] * 2048)),size=$((sizes[index] * 2048)),type=83$([ $index != 0 ] || echo ,bootable)"; done | sfdisk -q "$1"
    fi
}
table "$disk"
case $storage in md*) table "$other" ;; esac

# The boot partition, /usr, the EFI system partition.
if has boot; then
    mv "$t/boot" "$out/b" && mkdir "$t/boot"
    mkdir -p "$out/b/efi"
    ext4 "$out/b" "$disk" "$(start boot)" 80 BOOTFS
fi
if has usr; then
    mv "$t/usr" "$out/u" && mkdir "$t/usr"
    ext4 "$out/u" "$disk" "$(start usr)" $size USRFS
fi
esp() {
    local megabytes=${sizes[$(($(number esp) - 1))]} image=$out/esp
    truncate -s "${megabytes}M" "$image"
    mkfs.vfat -n ESP "$image" >/dev/null
    mmd -i "$image" ::EFI ::EFI/BOOT
    case $loader in
    grub-uefi)
        mmd -i "$image" ::EFI/debian
        mcopy -i "$image" "$kit/x86_64-efi-$label$(tr -d / <<<"$prefix")" ::EFI/debian/grubx64.efi
        mcopy -i "$image" "$kit/x86_64-efi-$label$(tr -d / <<<"$prefix")" ::EFI/BOOT/BOOTX64.EFI
        ;;
    *)
        mmd -i "$image" ::EFI/systemd ::EFI/Linux ::loader ::loader/entries
        mcopy -i "$image" "$kit/systemd-bootx64.efi" ::EFI/systemd/systemd-bootx64.efi
        mcopy -i "$image" "$kit/systemd-bootx64.efi" ::EFI/BOOT/BOOTX64.EFI
        printf 'timeout 0\n' | mcopy -i "$image" - ::loader/loader.conf
        ;;
    esac
    case $loader in
    systemd-boot)
        mmd -i "$image" "::$token" "::$token/$version"
        mcopy -i "$image" "$kit/vmlinuz" "::$token/$version/linux"
        mcopy -i "$image" "$initrd" "::$token/$version/initrd.img-$version"
        printf 'title Debian GNU/Linux\nversion %s\nmachine-id %s\noptions %s\nlinux /%s/%s/linux\ninitrd /%s/%s/initrd.img-%s\n' \
            "$version" "$token" "$arguments" "$token" "$version" "$token" "$version" "$version" |
            mcopy -i "$image" - "::loader/entries/$token-$version.conf"
        ;;
    uki)
        unified "$out/uki.efi"
        mcopy -i "$image" "$out/uki.efi" "::EFI/Linux/$token-$version.efi"
        ;;
    esac
    dd if="$image" of="$disk" bs=1M seek="$(start esp)" conv=notrunc,sparse status=none
}
# unified FILE: kernel, initramfs and options behind systemd's stub, one section after the other
unified() {
    local at name file sections=()
    at=$(objdump -h "$kit/linuxx64.efi.stub" | awk '$1 ~ /^[0-9]+$/ { print $4, $3 }' |
        while read -r vma bytes; do echo $((0x$vma + 0x$bytes)); done | sort -n | tail -1)
    printf '%s' "$arguments" >"$out/uki.cmdline"
    printf '%s' "$version" >"$out/uki.uname"
    for name in osrel:"$root/usr/lib/os-release" uname:"$out/uki.uname" cmdline:"$out/uki.cmdline" linux:"$kit/vmlinuz" initrd:"$initrd"; do
        file=${name#*:} name=${name%%:*}
        at=$(((at + 4095) & ~4095))
        sections+=(--add-section ".$name=$file" --change-section-vma ".$name=$at")
        at=$((at + $(stat -c %s "$file")))
    done
    objcopy "${sections[@]}" "$kit/linuxx64.efi.stub" "$1"
}
! has esp || esp

# The root.
first=$(start root)
stacked() { # guestfish's commands between opening the disks and filling the device that they leave
    local device=$1 drives="add-drive $disk format:raw"
    case $storage in md*) drives+=$'\n'"add-drive $other format:raw" ;; esac
    rm -f "$out/fs"
    truncate -s ${size}M "$out/fs"
    ext4 "$t" "$out/fs" 0 $size ROOTFS $uuid
    { printf '%s\nadd-drive %s readonly:true format:raw\nrun\n' "$drives" "$out/fs"; cat; printf 'copy-device-to-device %s %s sparse:true\n' "$device" "$2"; } |
        guestfish ${3:+--keys-from-stdin}
}
n=$(number root)
case $storage in
ext4 | boot | usr) ext4 "$t" "$disk" "$first" "${sizes[$((n - 1))]}" ROOTFS $uuid ;;
xfs)
    attach "$disk" "$first" $size
    mkfs.xfs -q -f -L ROOTFS "$loop"
    mkdir -p "$out/mnt" && mount "$loop" "$out/mnt" && mounted=$out/mnt
    cp -a "$t/." "$out/mnt/"
    detach
    ;;
btrfs | subvolume | snapshot)
    attach "$disk" "$first" $size
    mkfs.btrfs -q -M -L ROOTFS "$loop"
    mkdir -p "$out/mnt" && mount "$loop" "$out/mnt" && mounted=$out/mnt
    case $storage in
    btrfs) cp -a "$t/." "$out/mnt/" ;;
    subvolume)
        btrfs -q subvolume create "$out/mnt/@"
        btrfs -q subvolume create "$out/mnt/@home"
        cp -a "$t/." "$out/mnt/@/"
        ;;
    snapshot) # the root is a subvolume of no name in any option: the default of the file system
        mkdir "$out/mnt/system"
        btrfs -q subvolume create "$out/mnt/system/1"
        cp -a "$t/." "$out/mnt/system/1/"
        btrfs subvolume set-default "$out/mnt/system/1"
        ;;
    esac
    detach
    ;;
lvm)
    attach "$disk" "$first" $((size + 24))
    export LVM_SYSTEM_DIR=$out LVM_SUPPRESS_FD_WARNINGS=1
    echo "devices { filter=[\"a|^$loop\$|\",\"r|.*|\"] use_devicesfile=0 scan=\"/dev\" }" >"$out/lvm.conf"
    quiet="--driverloaded n -q --nolocking"
    pvcreate $quiet -ff -y "$loop"
    vgcreate $quiet vg0 "$loop"
    lvcreate $quiet -an -Zn -Wn -y -L ${size}M -n root vg0
    begin=$(pvs $quiet --noheadings --nosuffix --units m -o pe_start "$loop" | tr -d ' ')
    detach
    ext4 "$t" "$disk" $((first + ${begin%.*})) $size ROOTFS $uuid
    ;;
thin)
    stacked /dev/sdb /dev/vg0/root <<X
pvcreate /dev/sda$n
vgcreate vg0 /dev/sda$n
debug sh "lvm lvcreate -y -Zn --type thin-pool -L $((size + 40))M --poolmetadatasize 8M -n pool vg0"
debug sh "lvm lvcreate -y --thin -V ${size}M -n root vg0/pool"
X
    ;;
md)
    stacked /dev/sdc /dev/md/md0 <<X
md-create md0 "/dev/sda$n /dev/sdb$n" level:raid1
X
    ;;
md-lvm)
    stacked /dev/sdc /dev/vg0/root <<X
md-create md0 "/dev/sda$n /dev/sdb$n" level:raid1
pvcreate /dev/md/md0
vgcreate vg0 /dev/md/md0
lvcreate root vg0 $size
X
    ;;
luks | luks-lvm)
    attach "$disk" "$first" "${sizes[$((n - 1))]}"
    printf secret | cryptsetup luksFormat -q --uuid $container --pbkdf pbkdf2 --pbkdf-force-iterations 1000 "$loop" -
    detach
    if [ $storage = luks ]; then
        stacked /dev/sdb /dev/mapper/luks keys <<X
cryptsetup-open /dev/sda$n luks
secret
X
    else
        stacked /dev/sdb /dev/vg0/root keys <<X
cryptsetup-open /dev/sda$n luks
secret
pvcreate /dev/mapper/luks
vgcreate vg0 /dev/mapper/luks
lvcreate root vg0 $size
X
    fi
    ;;
esac

# The loader of a BIOS.
case $loader in
grub-mbr | grub-gpt)
    core=$kit/i386-pc-$label$(tr -d / <<<"$prefix")
    dd if="$kit/boot.img" of="$disk" bs=440 count=1 conv=notrunc status=none
    if [ $loader = grub-mbr ]; then
        dd if="$core" of="$disk" bs=512 seek=1 conv=notrunc status=none
    else # in its own partition; boot.img and the first sector of core.img say where
        dd if="$core" of="$disk" bs=1M seek="$(start gap)" conv=notrunc status=none
        python3 - "$disk" $(($(start gap) * 2048)) <<'P'
import struct, sys
sector = int(sys.argv[2])
with open(sys.argv[1], "r+b") as file:
    file.seek(0x5C)
    file.write(struct.pack("<Q", sector))
    file.seek(sector * 512 + 512 - 12)
    file.write(struct.pack("<Q", sector + 1))
P
    fi
    ;;
extlinux)
    dd if=/usr/lib/EXTLINUX/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none
    part=root
    if has boot; then part=boot; fi
    attach "$disk" "$(start $part)" "${sizes[$(($(number $part) - 1))]}"
    mkdir -p "$out/mnt" && mount "$loop" "$out/mnt" && mounted=$out/mnt
    extlinux --install "$out/mnt$prefix/extlinux"
    detach
    ;;
esac
