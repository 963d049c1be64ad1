#!/bin/bash
# families.sh CACHE: STAND-INS for systems that cannot be installed here: true file layout, package database and lists of
# modules, and a tool that writes its arguments down instead of building an initramfs. CACHE/family-NAME.img
. "$(dirname "$0")/once.sh"
build_once "$1" families
images=()
t=$work/t

# start ID VERSION TITLE [LIKE]: a tree with os-release, or without for an empty ID
start() {
    rm -rf "$t"
    mkdir -p "$t"/{etc/sysconfig,etc/udev/rules.d,boot/grub,usr/bin,usr/sbin,usr/lib/modules,bin,sbin,root,var/lib,proc,sys,dev,tmp,run}
    ln -s usr/lib "$t/lib"
    cp /bin/busybox "$t/bin/sh"
    [ -z "$1" ] || printf 'ID="%s"\nVERSION_ID="%s"\nPRETTY_NAME="%s"\nID_LIKE="%s"\n' "$1" "$2" "$3" "${4-}" >"$t/etc/os-release"
    printf '/dev/sda1 / ext4 defaults 0 1\n' >"$t/etc/fstab"
}
# kernel VERSION INITRAMFS-NAME SUFFIX [gzip|xz|zstd]: modules as a distribution packs them
kernel() {
    local folder=$t/usr/lib/modules/$1
    mkdir -p "$folder/kernel/drivers"
    for module in virtio virtio_ring virtio_pci virtio_blk virtio_scsi virtio_net sd_mod xen_blkfront xen_netfront ahci e1000; do
        printf 'stand-in for %s' "$module" >"$folder/kernel/drivers/$module.ko$3"
        case $module in
        virtio_*) needs=" kernel/drivers/virtio.ko$3" ;;
        *) needs= ;;
        esac
        echo "kernel/drivers/$module.ko$3:$needs"
    done >"$folder/modules.dep"
    : >"$folder/modules.builtin"
    echo kernel >"$t/boot/vmlinuz-$1"
    cpio -o -H newc --quiet </dev/null | "${4:-gzip}" -c >"$t/boot/$2"
}
# tool PATH: what it is called with is written down
tool() {
    mkdir -p "$t${1%/*}"
    cat >"$t$1" <<'X'
#!/bin/sh
printf '%s\n' "$0 $*" >>/var/lib/stand-in.log
for file in /boot/init*; do
    case $file in
    *.p2v-orig | *kdump*) ;;
    *) echo rebuilt >"$file" ;;
    esac
done
X
    chmod 755 "$t$1"
}
# entries VERSION OPTIONS: an entry of the Boot Loader Specification, and the menu that reads it
entries() {
    mkdir -p "$t/boot/loader/entries" "$t/boot/grub2"
    printf 'title Linux\nversion %s\nlinux /boot/vmlinuz-%s\ninitrd /boot/initramfs-%s.img\noptions %s\n' "$1" "$1" "$1" "$2" >"$t/boot/loader/entries/id-$1.conf"
    printf 'set default="${saved_entry}"\ninsmod blscfg\nblscfg\n' >"$t/boot/grub2/grub.cfg"
}
# menu FILE KERNEL INITRAMFS [linux16 initrd16]: what grub-mkconfig writes
menu() {
    mkdir -p "$t/boot/grub2"
    printf "set default=\"0\"\nmenuentry 'Linux' --class os {\n\t%s /boot/%s %s\n\t%s /boot/%s\n}\n" "${4-linux}" "$2" "$option" "${5-initrd}" "$3" >"$t$1"
}
# legacy FILE KERNEL INITRAMFS: a menu of GRUB before 2
legacy() { printf 'default=0\ntimeout=5\ntitle Linux\n\troot (hd0,0)\n\tkernel %s %s\n\tinitrd %s\n' "$2" "$option" "$3" >"$t$1"; }
rpmdb() { mkdir -p "$t/var/lib/rpm"; printf 'stand-in' >"$t/var/lib/rpm/$1"; }
disk() {
    local image=$work/family-$1.img
    images+=("family-$1.img")
    truncate -s 34M "$image"
    echo '2048,,83,*' | sfdisk -q "$image"
    # Where a loader would be; nothing here is started.
    printf 'stand-in for a loader' | dd of="$image" conv=notrunc status=none
    mke2fs -q -F -t ext4 -L ROOT -d "$t" -E offset=1048576,lazy_itable_init=1 "$image" 32768k
}
option='root=/dev/sda1 ro console=ttyS0'

start debian 12 'Debian GNU/Linux 12 (bookworm)'
mkdir -p "$t/var/lib/dpkg" "$t/etc/initramfs-tools"; printf 'Package: linux-image-6.1.0-1-amd64\nStatus: install ok installed\n\n' >"$t/var/lib/dpkg/status"
echo MODULES=dep >"$t/etc/initramfs-tools/initramfs.conf"; menu /boot/grub/grub.cfg vmlinuz-6.1.0-1-amd64 initrd.img-6.1.0-1-amd64
kernel 6.1.0-1-amd64 initrd.img-6.1.0-1-amd64 ''; tool /usr/sbin/update-initramfs; disk debian-12

start ubuntu 22.04 'Ubuntu 22.04.4 LTS' debian
mkdir -p "$t/var/lib/dpkg" "$t/etc/initramfs-tools" "$t/etc/netplan"; printf 'Package: linux-image-5.15.0-100-generic\nStatus: install ok installed\n\n' >"$t/var/lib/dpkg/status"
echo MODULES=most >"$t/etc/initramfs-tools/initramfs.conf"; menu /boot/grub/grub.cfg vmlinuz-5.15.0-100-generic initrd.img-5.15.0-100-generic
kernel 5.15.0-100-generic initrd.img-5.15.0-100-generic '' zstd; tool /usr/sbin/update-initramfs; disk ubuntu-22.04

start '' '' ''
echo 'Red Hat Enterprise Linux Server release 5.11 (Tikanga)' >"$t/etc/redhat-release"; rpmdb Packages
printf 'alias eth0 bnx2\nalias scsi_hostadapter cciss\n' >"$t/etc/modprobe.conf"; legacy /boot/grub/grub.conf /boot/vmlinuz-2.6.18-398.el5 /boot/initrd-2.6.18-398.el5.img
kernel 2.6.18-398.el5 initrd-2.6.18-398.el5.img ''; tool /sbin/mkinitrd; disk rhel-5

start '' '' ''
echo 'CentOS release 6.10 (Final)' >"$t/etc/redhat-release"; rpmdb Packages; mkdir -p "$t/etc/dracut.conf.d"
legacy /boot/grub/grub.conf /boot/vmlinuz-2.6.32-754.el6.x86_64 /boot/initramfs-2.6.32-754.el6.x86_64.img
kernel 2.6.32-754.el6.x86_64 initramfs-2.6.32-754.el6.x86_64.img ''; tool /sbin/dracut; disk centos-6

start centos 7 'CentOS Linux 7 (Core)' 'rhel fedora'
rpmdb Packages; mkdir -p "$t/etc/dracut.conf.d" "$t/boot/grub2" "$t/etc/selinux"; echo SELINUX=enforcing >"$t/etc/selinux/config"
menu /boot/grub2/grub.cfg vmlinuz-3.10.0-1160.el7.x86_64 initramfs-3.10.0-1160.el7.x86_64.img linux16 initrd16
kernel 3.10.0-1160.el7.x86_64 initramfs-3.10.0-1160.el7.x86_64.img .xz; echo kdump >"$t/boot/initramfs-3.10.0-1160.el7.x86_64kdump.img"; tool /usr/sbin/dracut; disk centos-7

start rocky 8.9 'Rocky Linux 8.9' 'rhel centos fedora'
rpmdb Packages; mkdir -p "$t/etc/dracut.conf.d" "$t/boot/grub2"; entries 4.18.0-513.el8.x86_64 '$kernelopts'
{ printf '# GRUB Environment Block\nkernelopts=%s\n' "$option"; printf '#%.0s' $(seq 1100); } | head -c 1024 >"$t/boot/grub2/grubenv"
kernel 4.18.0-513.el8.x86_64 initramfs-4.18.0-513.el8.x86_64.img .xz; kernel 0-rescue-aa initramfs-0-rescue-aa.img .xz; tool /usr/bin/dracut; disk rocky-8

start almalinux 9.3 'AlmaLinux 9.3' 'rhel centos fedora'
rpmdb rpmdb.sqlite; mkdir -p "$t/etc/dracut.conf.d" "$t/etc/lvm/devices"; echo 'IDTYPE=sys_wwid IDNAME=naa.1' >"$t/etc/lvm/devices/system.devices"; entries 5.14.0-362.el9.x86_64 "$option"
kernel 5.14.0-362.el9.x86_64 initramfs-5.14.0-362.el9.x86_64.img .xz zstd; tool /usr/bin/dracut; disk alma-9

start ol 10.0 'Oracle Linux Server 10.0' fedora
rpmdb rpmdb.sqlite; mkdir -p "$t/etc/dracut.conf.d"; entries 6.12.0-1.el10.x86_64 "$option"
kernel 6.12.0-1.el10.x86_64 initramfs-6.12.0-1.el10.x86_64.img .xz zstd; tool /usr/bin/dracut; disk oracle-10

start fedora 40 'Fedora Linux 40'
rpmdb rpmdb.sqlite; mkdir -p "$t/etc/dracut.conf.d" "$t/etc/kernel"; entries 6.8.5-301.fc40.x86_64 "$option"; echo "$option" >"$t/etc/kernel/cmdline"
kernel 6.8.5-301.fc40.x86_64 initramfs-6.8.5-301.fc40.x86_64.img .xz zstd; tool /usr/bin/dracut; disk fedora-40

start '' '' ''
printf 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n' >"$t/etc/SuSE-release"; rpmdb Packages
echo 'INITRD_MODULES="cciss ext3"' >"$t/etc/sysconfig/kernel"; legacy /boot/grub/menu.lst '(hd0,0)/boot/vmlinuz-3.0.101-108-default' '(hd0,0)/boot/initrd-3.0.101-108-default'
kernel 3.0.101-108-default initrd-3.0.101-108-default ''; tool /sbin/mkinitrd; disk sles-11

for release in '12.5 4.12.14-122-default .ko12' '15.5 5.14.21-150500-default'; do
    set -- $release
    start sles "$1" "SUSE Linux Enterprise Server $1" suse
    rpmdb Packages.db; mkdir -p "$t/etc/dracut.conf.d" "$t/boot/grub2"; menu /boot/grub2/grub.cfg "vmlinuz-$2" "initrd-$2"
    kernel "$2" "initrd-$2" '' xz; tool /usr/bin/dracut; disk "sles-${1%.*}"
done

start opensuse-leap 15.5 'openSUSE Leap 15.5' 'suse opensuse'
rpmdb Packages.db; mkdir -p "$t/etc/dracut.conf.d" "$t/boot/grub2"; menu /boot/grub2/grub.cfg vmlinuz initrd
kernel 5.14.21-150500.55-default initrd-5.14.21-150500.55-default .zst zstd; for link in vmlinuz initrd; do ln -s "$link-5.14.21-150500.55-default" "$t/boot/$link"; done; tool /usr/bin/dracut; disk opensuse-15

start arch '' 'Arch Linux'
mkdir -p "$t/var/lib/pacman/local"; printf 'MODULES=()\nHOOKS=(base udev autodetect block filesystems)\n' >"$t/etc/mkinitcpio.conf"; menu /boot/grub/grub.cfg vmlinuz-linux initramfs-linux.img
kernel 6.9.1-arch1-1 initramfs-linux.img .zst zstd; mv "$t/boot/vmlinuz-6.9.1-arch1-1" "$t/boot/vmlinuz-linux"; echo linux >"$t/usr/lib/modules/6.9.1-arch1-1/pkgbase"; tool /usr/bin/mkinitcpio; disk arch
whole "${images[@]}"
