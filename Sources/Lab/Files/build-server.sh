# Builds the golden disk of the "physical" server from Debian packages: an old-fashioned machine on purpose.
# Arguments: FOLDER (result: disk.raw, known_hosts) KEY (public key that may log in) ADDRESS MAC
#
# Disk names in fstab and grub.cfg, an initramfs of the MODULES=dep kind that knows AHCI and ext4 but no virtio, a
# persistent-net rule that names the NIC eth0 by its MAC: it will not boot as a KVM guest unless it is adapted.
# Its disk is quiet once it runs: logs, leases and temporary files are in memory. No mount and no loop device is needed.
set -Eeuo pipefail
trap 'echo "build-server.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
folder=$1 key=$2 address=$3 mac=$4
size=1536 swap=256
export LC_ALL=C.UTF-8
mkdir -p "$folder"
work=$(mktemp -d "$folder/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
# logged COMMAND…: its output matters only when it fails.
logged() { "$@" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; return 1; }; }

# 1. The packages. Of the kernel's modules, those that a server has no use for are left out.
exclude() { printf -- '--dpkgopt=path-exclude=%s\n' "$@"; }
modules='/lib/modules/*/kernel'
mapfile -t left_out < <(exclude '/usr/share/man/*' '/usr/share/doc/*' '/usr/share/locale/*' '/usr/share/info/*' \
    "$modules/sound/*" "$modules/drivers/gpu/*" "$modules/drivers/media/*" "$modules/drivers/infiniband/*" \
    "$modules/drivers/staging/*" "$modules/drivers/iio/*" "$modules/drivers/isdn/*" "$modules/drivers/bluetooth/*" \
    "$modules/drivers/net/wireless/*" "$modules/drivers/net/can/*" "$modules/drivers/net/usb/*" \
    "$modules/drivers/hwmon/*" "$modules/drivers/input/*" "$modules/drivers/mmc/*" "$modules/drivers/mtd/*" \
    "$modules/drivers/comedi/*" "$modules/drivers/usb/misc/*" "$modules/drivers/usb/serial/*" \
    "$modules/net/bluetooth/*" "$modules/net/mac80211/*" "$modules/net/wireless/*" "$modules/net/sctp/*" \
    "$modules/fs/ocfs2/*" "$modules/fs/ceph/*" "$modules/fs/gfs2/*" "$modules/fs/afs/*" "$modules/fs/reiserfs/*")
logged mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Acquire::Languages "none"' --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt=force-unsafe-io "${left_out[@]}" \
    --include=systemd-sysv,udev,dbus,ifupdown,iproute2,iputils-ping,openssh-server,dnsmasq,kmod,initramfs-tools,busybox,grub-pc-bin,grub2-common,linux-image-amd64,procps,fdisk \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" && printf "COMPRESS=zstd\n" >"$1/etc/initramfs-tools/conf.d/lab"' \
    bookworm "$root"
version=$(ls "$root/lib/modules")

# 2. The files of an old server.
put() { mkdir -p "$(dirname "$root$1")" && cat >"$root$1"; }
echo dns01 | put /etc/hostname
printf '127.0.0.1 localhost\n%s dns01.lab.test dns01\n' "$address" | put /etc/hosts
rm -f "$root/etc/resolv.conf"
printf 'search lab.test\nnameserver 127.0.0.1\n' | put /etc/resolv.conf
put /etc/fstab <<FSTAB
/dev/sda1 / ext4 noatime,errors=remount-ro 0 1
/dev/sda2 none swap sw 0 0
tmpfs /tmp tmpfs nosuid,nodev 0 0
tmpfs /var/tmp tmpfs nosuid,nodev 0 0
tmpfs /var/log tmpfs mode=0755,nosuid,nodev 0 0
tmpfs /var/lib/misc tmpfs mode=0755,nosuid,nodev 0 0
tmpfs /var/lib/systemd tmpfs mode=0755,nosuid,nodev 0 0
FSTAB
put /etc/network/interfaces <<INTERFACES
auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address $address/24
    gateway ${address%.*}.1
INTERFACES
put /etc/udev/rules.d/70-persistent-net.rules <<RULE
# The onboard NIC
SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="$mac", NAME="eth0"
RULE
put /etc/dnsmasq.d/lab.conf <<ZONE
no-resolv
no-hosts
local=/lab.test/
host-record=www.lab.test,192.0.2.10
host-record=dns01.lab.test,$address
ZONE
for number in $(seq 20); do
    echo "host-record=host$number.lab.test,10.77.9.$number"
done >>"$root/etc/dnsmasq.d/lab.conf"
printf '[Journal]\nStorage=volatile\n' | put /etc/systemd/journald.conf.d/lab.conf
put /etc/default/grub <<GRUB
GRUB_DEFAULT=0
GRUB_TIMEOUT=0
GRUB_DISTRIBUTOR=Debian
GRUB_CMDLINE_LINUX_DEFAULT="quiet"
GRUB_CMDLINE_LINUX="root=/dev/sda1 resume=/dev/sda2 console=ttyS0"
GRUB_DISABLE_LINUX_UUID=true
GRUB_TERMINAL=console
GRUB
put /boot/grub/grub.cfg <<GRUB
set timeout=0
menuentry 'Debian GNU/Linux' {
    set root='hd0,msdos1'
    linux /boot/vmlinuz-$version root=/dev/sda1 ro resume=/dev/sda2 console=ttyS0 quiet
    initrd /boot/initrd.img-$version
}
GRUB
printf '(hd0) /dev/sda\n' | put /boot/grub/device.map

# 3. Who may log in, and by which host key: known from the first contact on.
mkdir -p -m 700 "$root/root/.ssh"
install -m 600 "$key" "$root/root/.ssh/authorized_keys"
printf 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nUseDNS no\n' | put /etc/ssh/sshd_config.d/lab.conf
rm -f "$root"/etc/ssh/ssh_host_*
ssh-keygen -q -t ed25519 -N '' -C root@dns01 -f "$root/etc/ssh/ssh_host_ed25519_key"
printf 'dns01,%s %s\n' "$address" "$(cut -d' ' -f1,2 "$root/etc/ssh/ssh_host_ed25519_key.pub")" >"$work/known_hosts"

# 4. Nothing that writes by itself, nothing that a server in a rack would not wait for.
printf '%032x\n' $((0x70327600 + 53)) | put /etc/machine-id
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    fstrim.timer systemd-tmpfiles-clean.timer systemd-random-seed.service systemd-update-utmp.service \
    systemd-update-utmp-runlevel.service systemd-pstore.service logrotate.timer man-db.timer getty@tty1.service \
    systemd-rfkill.service systemd-rfkill.socket; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
mkdir -p "$root/etc/systemd/system/multi-user.target.wants" "$root/etc/systemd/system/getty.target.wants"
ln -sf /lib/systemd/system/serial-getty@.service "$root/etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service"

# 5. The initramfs: what MODULES=dep picks on a machine with AHCI, ext4 and e1000, written down instead of looked up,
#    since the machine that builds is another one.
sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
printf 'ahci\nsd_mod\next4\ncrc32c_generic\n' | put /etc/initramfs-tools/modules
echo 'RESUME=none' | put /etc/initramfs-tools/conf.d/resume
mount_free_chroot() { unshare --mount --pid --fork --kill-child bash -c \
    'mount -t proc proc "$0/proc" && mount -t sysfs sysfs "$0/sys" && mount -t tmpfs tmpfs "$0/tmp" && exec chroot "$@"' "$root" "$root" "$@"; }
action=-c
[ ! -e "$root/boot/initrd.img-$version" ] || action=-u
logged mount_free_chroot update-initramfs $action -k "$version"
sed -i 's/^MODULES=.*/MODULES=dep/' "$root/etc/initramfs-tools/initramfs.conf"
rm -f "$root/etc/initramfs-tools/conf.d/resume" "$root/etc/initramfs-tools/conf.d/lab"
printf 'RESUME=/dev/sda2\n' | put /etc/initramfs-tools/conf.d/resume
: >"$root/etc/initramfs-tools/modules"
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*

# 6. The disk: MBR, root, swap; GRUB's core between the table and the first partition.
disk=$work/disk.raw
first=2048 sectors=$(((size - swap) * 2048 - 2048))
truncate -s "${size}M" "$disk"
printf 'label: dos\nlabel-id: 0x70327600\n%d,%d,83,*\n%d,%d,82\n' $first $sectors $((first + sectors)) $((swap * 2048)) |
    sfdisk --quiet "$disk"
mke2fs -q -F -t ext4 -d "$root" -E "offset=$((first * 512)),lazy_itable_init=0,lazy_journal_init=0,nodiscard" \
    "$disk" "$((sectors / 2))k"
truncate -s "${swap}M" "$work/swap"
mkswap -q "$work/swap" >/dev/null
dd if="$work/swap" of="$disk" bs=1M seek=$((size - swap)) conv=notrunc,sparse status=none
grub=/usr/lib/grub/i386-pc
printf 'set root=(hd0,msdos1)\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n' >"$work/early.cfg"
grub-mkimage --format i386-pc --directory $grub --output "$work/core.img" --prefix /boot/grub \
    --config "$work/early.cfg" biosdisk part_msdos ext2 normal linux configfile echo boot test
[ "$(stat -c %s "$work/core.img")" -le $(((first - 1) * 512)) ]
dd if=$grub/boot.img of="$disk" bs=440 count=1 conv=notrunc status=none
dd if="$work/core.img" of="$disk" bs=512 seek=1 conv=notrunc status=none
mv "$work/known_hosts" "$folder/known_hosts"
mv "$disk" "$folder/disk.raw"
