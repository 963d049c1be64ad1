#!/bin/bash
# hostile.sh CACHE: disks of an attacker, each a Debian tree that is wrong in one way, as CACHE/hostile-NAME.img.
. "$(dirname "$0")/once.sh"
build_once "$1" hostile
images=()

tree() {
    rm -rf "$work/t"
    mkdir -p "$work"/t/{etc/lvm,etc/systemd/system,etc/udev/rules.d,boot/grub,usr/bin,bin,lib/modules/6.1.0-1/kernel,root,var/lib,proc,sys,dev}
    printf 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian"\n' >"$work/t/etc/os-release"
    printf '/dev/sda1 / ext4 defaults 0 1\n' >"$work/t/etc/fstab"
    printf "menuentry 'Debian' {\n\tlinux /boot/vmlinuz-6.1.0-1 root=/dev/sda1 console=ttyS0\n\tinitrd /boot/initrd.img-6.1.0-1\n}\n" >"$work/t/boot/grub/grub.cfg"
    echo kernel >"$work/t/boot/vmlinuz-6.1.0-1"
    mkdir "$work/t/usr/sbin"
    : >"$work/t/usr/sbin/update-initramfs"
    printf 'kernel/virtio_blk.ko:\nkernel/virtio_pci.ko:\n' >"$work/t/lib/modules/6.1.0-1/modules.dep"
    for module in virtio_blk virtio_pci; do echo module >"$work/t/lib/modules/6.1.0-1/kernel/$module.ko"; done
    cpio -o -H newc --quiet </dev/null | gzip >"$work/t/boot/initrd.img-6.1.0-1"
}
disk() {
    local image=$work/hostile-$1.img
    images+=("hostile-$1.img")
    truncate -s 34M "$image"
    echo '2048,,83,*' | sfdisk -q "$image"
    printf 'stand-in for a loader' | dd of="$image" conv=notrunc status=none
    mke2fs -q -F -t ext4 -L ROOT -d "$work/t" -E offset=1048576,lazy_itable_init=1 "$image" 32768k
}
e=$work/t/etc

tree; rm "$e/fstab"; ln -s ../../../../../../tmp/p2v-hostile-canary "$e/fstab"; disk link-out
tree; rm -r "$e/lvm"; ln -s /tmp/p2v-hostile-canary "$e/lvm"; rm "$work/t/boot/grub/grub.cfg"; ln -s /tmp/p2v-hostile-canary/grub.cfg "$work/t/boot/grub/grub.cfg"; disk link-absolute
tree; rm "$e/fstab"; mkfifo "$e/fstab"; disk fifo
tree; rm "$e/fstab"; mknod "$e/fstab" b 8 0; disk device
tree; truncate -s 50G "$e/fstab"; disk sparse
tree; printf '/dev/sda1 / ext4 defaults 0 1\n/dev/sda1 /boot/../../../../tmp/p2v-hostile-canary ext4 bind 0 0\n/dev/sda1 /boot/.. ext4 x 0 0\n' >"$e/fstab"; disk fstab
tree
mkdir -p "$e/systemd/system/a
b" "$e/sysctl.d"
for name in $'x\ny' "q'u\"o" '<a>&b;' '$(touch pwned)' '-rf'; do echo 'vm.nr_hugepages=9' >"$e/sysctl.d/$name.conf"; done
disk names
tree; printf 'ID=debian\nPRETTY_NAME="<x/>\x27;$(touch /tmp/p2v-hostile-canary)\x1b]0;owned\x07&"\n' >"$e/os-release"; printf '"><disk file="/etc/shadow"/>$(id)\n' >"$e/hostname"; disk words
tree; rm "$e/fstab" "$e/os-release"; ln -s loop-b "$e/loop-a"; ln -s loop-a "$e/loop-b"; ln -s loop-a "$e/fstab"; ln -s loop-b "$e/os-release"; ln -s . "$e/udev/self"; echo x >"$e/passwd"; disk cycle
tree; mkdir "$e/sysctl.d"; (cd "$e/sysctl.d"; for number in $(seq 3000); do echo 'kernel.x=1' >"$number.conf"; done); disk crowd
tree; printf '../../../../../etc/shadow:\n/etc/passwd.ko:\nkernel/virtio_blk.ko: ../../../etc/shadow\nkernel/virtio_pci.ko:\n' >"$work/t/lib/modules/6.1.0-1/modules.dep"; mkdir "$work/t/lib/modules/..evil"; disk modules
tree; mkdir -p "$work/t/var/lib/p2v"; printf '{"format":"p2v-adaptation-record/1","entries":[{"path":"/../../../../tmp/p2v-hostile-canary","kind":"created"},{"path":"/etc","kind":"created"}]}' >"$work/t/var/lib/p2v/adaptation.json"; disk record
tree; disk corrupt
python3 - "$work/hostile-corrupt.img" <<'P'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek((1 << 20) + 1024 + 0x18)
    file.write(b"\xff" * 40)
    file.seek((1 << 20) + 4096)
    file.write(b"\xa5" * 65536)
P
tree; disk table
python3 - "$work/hostile-table.img" <<'P'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(446)
    file.write(bytes([0x80, 0, 0, 0, 0x05, 0, 0, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]) * 4)
P
whole "${images[@]}"
