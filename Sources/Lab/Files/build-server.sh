# Builds the golden disks of "physical" servers from Debian packages: old-fashioned machines on purpose.
# Arguments: FOLDER KEY (public key that may log in) SERVICE (server-service.pl) NAME=ADDRESS=MAC…
# Result, for each NAME: FOLDER/NAME/ known_hosts disk-0.raw; db01: disk-1.raw; old01: vars.fd, what its firmware knows
#
# dns01: MBR, ext4. web01: GPT, its root on LVM. db01: MBR, its root on md RAID1 over two disks. old01: UEFI, whose loader is in
# Debian's own path only, so that a firmware that has forgotten it finds nothing. All are made from one tree of packages; what a
# server has of its own stands in the parts of its name. dns01 needs less, so it is made from a smaller tree, apart from the others.
#
# Disk names in fstab and grub.cfg, an initramfs of the MODULES=dep kind that knows AHCI and ext4 but no virtio, a
# persistent-net rule that names the NIC eth0 by its MAC: it will not boot as a KVM guest unless it is adapted.
# The disks are quiet once they run (but for db01's records): logs, leases and temporary files are in memory. Only LVM needs a loop
# device.
set -Eeuo pipefail
trap 'echo "build-server.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
folder=$1 key=$2 service=$3
shift 3
export LC_ALL=C.UTF-8 MTOOLS_SKIP_CHECK=1
mkdir -p "$folder"
work=$(mktemp -d "$folder/build.XXXXXX")
loop=
clean() {
    [ -z "$loop" ] || losetup -d "$loop" || true
    rm -rf --one-file-system "$work"
}
trap clean EXIT
# logged COMMAND…: its output matters only when it fails.
logged() { "$@" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; return 1; }; }
# What is in the tree, and what its initramfs knows.
case $1 in
dns01=*) packages=dnsmasq drivers='ahci sd_mod ext4 crc32c_generic' ;;
*) packages=lvm2,mdadm drivers='ahci sd_mod ext4 crc32c_generic dm_mod raid1' ;;
esac
root=$work/tree

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
    --include=systemd-sysv,udev,dbus,ifupdown,iproute2,iputils-ping,openssh-server,$packages,kmod,initramfs-tools,busybox,grub-pc-bin,grub2-common,linux-image-amd64,procps,fdisk \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" && printf "COMPRESS=zstd\n" >"$1/etc/initramfs-tools/conf.d/lab"' \
    bookworm "$root"
version=$(ls "$root/lib/modules")

# put PATH: a file of the tree from standard input; never into a file that another tree shares.
put() { mkdir -p "$(dirname "$root$1")" && rm -f "$root$1" && cat >"$root$1"; }

# 2. Nothing that writes by itself, nothing that a server in a rack would not wait for.
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    fstrim.timer systemd-tmpfiles-clean.timer systemd-random-seed.service systemd-update-utmp.service \
    systemd-update-utmp-runlevel.service systemd-pstore.service logrotate.timer man-db.timer getty@tty1.service \
    systemd-rfkill.service systemd-rfkill.socket mdcheck_start.timer mdcheck_continue.timer mdmonitor-oneshot.timer \
    mdmonitor.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
mkdir -p "$root/etc/systemd/system/multi-user.target.wants" "$root/etc/systemd/system/getty.target.wants"
ln -sf /lib/systemd/system/serial-getty@.service "$root/etc/systemd/system/getty.target.wants/serial-getty@ttyS0.service"

# 3. The initramfs: what MODULES=dep picks on a machine with AHCI, ext4 and e1000, written down instead of looked up,
#    since the machine that builds is another one.
sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
tr ' ' '\n' <<<"$drivers" | put /etc/initramfs-tools/modules
echo '/dev/sda1 / ext4 defaults 0 1' | put /etc/fstab # its hook looks for the root's fsck here
echo 'RESUME=none' | put /etc/initramfs-tools/conf.d/resume
mount_free_chroot() { unshare --mount --pid --fork --kill-child bash -c \
    'mount -t proc proc "$0/proc" && mount -t sysfs sysfs "$0/sys" && mount -t tmpfs tmpfs "$0/tmp" && exec chroot "$@"' "$root" "$root" "$@"; }
action=-c
[ ! -e "$root/boot/initrd.img-$version" ] || action=-u
logged mount_free_chroot update-initramfs $action -k "$version"
sed -i 's/^MODULES=.*/MODULES=dep/' "$root/etc/initramfs-tools/initramfs.conf"
rm -f "$root/etc/initramfs-tools/conf.d/resume" "$root/etc/initramfs-tools/conf.d/lab"
: | put /etc/initramfs-tools/modules
rm -rf "$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/var/log/*

# 4. What each server is. base NAME ADDRESS MAC ROOT OPTIONS INTERFACE: a tree of hard links, and the files of an old server.
tree=$root
base() {
    name=$1 address=$2 mac=$3 source=$4 options=$5 interface=$6
    root=$work/$name out=$folder/$name
    rm -rf "$out"
    mkdir -p "$out"
    cp -al "$tree" "$root"
    echo "$name" | put /etc/hostname
    printf '127.0.0.1 localhost\n%s %s.lab.test %s\n' "$address" "$name" "$name" | put /etc/hosts
    rm -f "$root/etc/resolv.conf"
    printf 'search lab.test\nnameserver %s.53\noptions timeout:1 attempts:2\n' "${address%.*}" | put /etc/resolv.conf
    put /etc/fstab <<FSTAB
$source / ext4 noatime,errors=remount-ro 0 1
tmpfs /tmp tmpfs nosuid,nodev 0 0
tmpfs /var/tmp tmpfs nosuid,nodev 0 0
tmpfs /var/log tmpfs mode=0755,nosuid,nodev 0 0
tmpfs /var/lib/misc tmpfs mode=0755,nosuid,nodev 0 0
tmpfs /var/lib/systemd tmpfs mode=0755,nosuid,nodev 0 0
FSTAB
    put /etc/network/interfaces <<INTERFACES
auto lo
iface lo inet loopback

auto $interface
iface $interface inet static
    address $address/24
    gateway ${address%.*}.1
INTERFACES
    printf '[Journal]\nStorage=volatile\n' | put /etc/systemd/journald.conf.d/lab.conf
    put /etc/default/grub <<GRUB
GRUB_DEFAULT=0
GRUB_TIMEOUT=0
GRUB_DISTRIBUTOR=Debian
GRUB_CMDLINE_LINUX_DEFAULT="quiet"
GRUB_CMDLINE_LINUX="root=$source $options"
GRUB_DISABLE_LINUX_UUID=true
GRUB_TERMINAL=console
GRUB
    put /boot/grub/grub.cfg <<GRUB
set timeout=0
menuentry 'Debian GNU/Linux' {
    linux /boot/vmlinuz-$version root=$source ro $options quiet
    initrd /boot/initrd.img-$version
}
GRUB
    printf '(hd0) /dev/sda\n' | put /boot/grub/device.map
    printf '%032x\n' $((0x70327600 + ${address##*.})) | put /etc/machine-id
    # Who may log in, and by which host key: known from the first contact on.
    mkdir -p -m 700 "$root/root/.ssh"
    put /root/.ssh/authorized_keys <"$key"
    chmod 600 "$root/root/.ssh/authorized_keys"
    printf 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nUseDNS no\n' | put /etc/ssh/sshd_config.d/lab.conf
    rm -f "$root"/etc/ssh/ssh_host_*
    ssh-keygen -q -t ed25519 -N '' -C "root@$name" -f "$root/etc/ssh/ssh_host_ed25519_key"
    printf '%s,%s %s\n' "$name" "$address" "$(cut -d' ' -f1,2 "$root/etc/ssh/ssh_host_ed25519_key.pub")" >"$out/known_hosts"
}
# named_by_mac: the old way to keep eth0 eth0.
named_by_mac() {
    put /etc/udev/rules.d/70-persistent-net.rules <<RULE
# The onboard NIC
SUBSYSTEM=="net", ACTION=="add", DRIVERS=="?*", ATTR{address}=="$mac", NAME="eth0"
RULE
}
# serves ARGUMENTS…: a unit that runs the service.
serves() {
    put /usr/local/sbin/service.pl <"$service"
    put "/etc/systemd/system/$name.service" <<UNIT
[Unit]
Description=The service of $name
After=network.target
[Service]
ExecStart=/usr/bin/perl /usr/local/sbin/service.pl $*
Restart=always
RestartSec=1
[Install]
WantedBy=multi-user.target
UNIT
    ln -sf "../$name.service" "$root/etc/systemd/system/multi-user.target.wants/$name.service"
}
zone() {
    put /etc/dnsmasq.d/lab.conf <<ZONE
no-resolv
no-hosts
local=/lab.test/
host-record=www.lab.test,192.0.2.10
host-record=dns01.lab.test,$address
host-record=web01.lab.test,${address%.*}.54
host-record=db01.lab.test,${address%.*}.55
host-record=old01.lab.test,${address%.*}.56
ZONE
    for number in $(seq 20); do
        echo "host-record=host$number.lab.test,10.77.9.$number"
    done >>"$root/etc/dnsmasq.d/lab.conf"
}

# 5. The disks, without a mount. ext4 DISK SECTOR SECTORS: the tree as a file system, labelled by the server's name.
ext4() {
    mke2fs -q -F -t ext4 -L "$name" ${4:+-U $4} -d "$root" \
        -E "offset=$(($2 * 512)),lazy_itable_init=0,lazy_journal_init=0,nodiscard" "$1" "$(($3 / 2))k"
}
# grub DISK SECTOR MODULES…: GRUB for a BIOS, its core from SECTOR on.
grub() {
    local disk=$1 sector=$2 grub=/usr/lib/grub/i386-pc
    shift 2
    printf 'search --no-floppy --label --set=root %s\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n' "$name" >"$work/early.cfg"
    grub-mkimage --format i386-pc --directory $grub --output "$work/core.img" --prefix /boot/grub \
        --config "$work/early.cfg" biosdisk ext2 normal linux configfile echo boot test search search_label "$@"
    [ "$(stat -c %s "$work/core.img")" -le $((2046 * 512)) ]
    dd if=$grub/boot.img of="$disk" bs=440 count=1 conv=notrunc status=none
    dd if="$work/core.img" of="$disk" bs=512 seek="$sector" conv=notrunc status=none
    # boot.img and the first sector of the core say where the next part is.
    perl -e 'my ($path, $sector) = @ARGV; open(my $file, "+<", $path) or die; binmode $file;
        seek($file, 0x5c, 0); print $file pack("Q<", $sector);
        seek($file, $sector * 512 + 500, 0); print $file pack("Q<", $sector + 1); close $file or die' "$disk" "$sector"
}

# MBR: root, swap; GRUB's core between the table and the first partition.
make_dns01() {
    local size=1536 swap=256 first=2048
    local disk=$out/disk-0.raw sectors=$(((size - swap) * 2048 - first))
    printf 'search lab.test\nnameserver 127.0.0.1\n' | put /etc/resolv.conf
    printf '/dev/sda2 none swap sw 0 0\n' >>"$root/etc/fstab"
    printf 'RESUME=/dev/sda2\n' | put /etc/initramfs-tools/conf.d/resume
    named_by_mac
    zone
    truncate -s "${size}M" "$disk"
    printf 'label: dos\nlabel-id: 0x70327600\n%d,%d,83,*\n%d,%d,82\n' $first $sectors $((first + sectors)) $((swap * 2048)) |
        sfdisk --quiet "$disk"
    ext4 "$disk" $first $sectors
    truncate -s "${swap}M" "$work/swap"
    mkswap -q "$work/swap" >/dev/null
    dd if="$work/swap" of="$disk" bs=1M seek=$((size - swap)) conv=notrunc,sparse status=none
    grub "$disk" 1 part_msdos
}

# GPT: GRUB's own partition, and one that is all LVM.
make_web01() {
    local disk=$out/disk-0.raw size=1024 first=4096
    serves page web01 80 db01.lab.test 7000 line
    truncate -s "${size}M" "$disk"
    printf 'label: gpt\nlabel-id: 70327600-0000-4000-9000-000000000054\n2048,2048,21686148-6449-6E6F-744E-656564454649\n%d,%d,E6D6D379-F507-44C2-A23C-238F2A3DF928\n' \
        $first $((size * 2048 - first - 2048)) | sfdisk --quiet "$disk"
    loop=$(losetup --find --show --offset $((first * 512)) --sizelimit $(((size * 2048 - first - 2048) * 512)) "$disk")
    echo "devices { filter=[\"a|^$loop\$|\",\"r|.*|\"] use_devicesfile=0 scan=\"/dev\" }" >"$work/lvm.conf"
    lvm_here() { LVM_SYSTEM_DIR=$work LVM_SUPPRESS_FD_WARNINGS=1 "$@"; }
    local quiet='--driverloaded n -q --nolocking'
    logged lvm_here pvcreate $quiet -ff -y "$loop"
    logged lvm_here vgcreate $quiet vg0 "$loop"
    logged lvm_here lvcreate $quiet -an -Zn -Wn -y -L 960M -n root vg0
    local begin
    begin=$(lvm_here pvs $quiet --noheadings --nosuffix --units s -o pe_start "$loop" | tr -d ' ')
    losetup -d "$loop"
    loop=
    ext4 "$disk" $((first + begin)) $((960 * 2048))
    grub "$disk" 2048 part_gpt lvm
}

# Two disks, MBR: one partition each, RAID1 over both; either one can start it.
make_db01() {
    local size=1024 first=2048 disk
    mkdir -p "$root/srv/db"
    printf 'ARRAY /dev/md0 metadata=1.2 UUID=70327600:00004000:80000000:00000055\n' | put /etc/mdadm/mdadm.conf
    serves db /srv/db/records 7000
    for disk in 0 1; do
        truncate -s "${size}M" "$out/disk-$disk.raw"
        printf 'label: dos\nlabel-id: 0x7032765%d\n%d,%d,fd,*\n' $disk $first $((size * 2048 - first)) |
            sfdisk --quiet "$out/disk-$disk.raw"
    done
    ext4 "$out/disk-0.raw" $((first + 2048)) $((size * 2048 - first - 2048)) "$root_uuid"
    dd if="$out/disk-0.raw" of="$out/disk-1.raw" bs=1M skip=1 seek=1 conv=notrunc,sparse status=none
    for disk in 0 1; do
        superblock "$out/disk-$disk.raw" $first $disk
        grub "$out/disk-$disk.raw" 1 part_msdos mdraid1x
    done
}
# superblock DISK SECTOR ROLE: md's own, version 1.2, of a clean mirror of two: 4 KiB behind the member's beginning.
superblock() {
    perl -e 'my ($path, $sector, $role) = @ARGV; my $members = (-s $path) / 512 - $sector - 2048;
        my $block = pack("V V V V", 0xa92b4efc, 1, 0, 0) . pack("H32", "70327600000040008000000000000055")
            . pack("a32 Q< V V Q< V V V", "db01:0", 1767225600, 1, 0, $members, 0, 2, 0) . "\0" x 28
            . pack("Q< Q< Q< Q< V V", 2048, $members, 8, 0, $role, 0) . pack("H30 C", "703276000000400080000000000055", 16 + $role)
            . pack("C C v V", 0, 0, 0, 0) . pack("Q< Q< q< V V", 1767225600, 1, -1, 0, 2) . "\0" x 32 . pack("v2", 0, 1);
        my $sum = 0;
        $sum += $_ for unpack("V*", $block);
        substr($block, 216, 4) = pack("V", ($sum & 0xffffffff) + ($sum >> 32));
        open(my $file, "+<", $path) or die; binmode $file; seek($file, $sector * 512 + 4096, 0); print $file $block; close $file or die' "$@"
}

# GPT and UEFI: the loader in Debian's own path only, and an entry of the firmware that leads there.
make_old01() {
    local disk=$out/disk-0.raw size=1024 first=2048 esp=$((40 * 2048)) id=70327600-0000-4000-9001-000000000056
    named_by_mac
    serves page old01 80 web01.lab.test 80 http
    mkdir -p "$root/boot/efi"
    printf '/dev/sda1 /boot/efi vfat umask=0077 0 1\n' >>"$root/etc/fstab"
    truncate -s "${size}M" "$disk"
    printf 'label: gpt\nlabel-id: 70327600-0000-4000-9000-000000000056\nstart=%d,size=%d,type=U,uuid=%s\nstart=%d,size=%d,type=L\n' \
        $first $esp $id $((first + esp)) $((size * 2048 - first - esp - 2048)) | sfdisk --quiet "$disk"
    ext4 "$disk" $((first + esp)) $((size * 2048 - first - esp - 2048))
    printf 'search --no-floppy --label --set=root %s\nset prefix=($root)/boot/grub\nconfigfile $prefix/grub.cfg\n' "$name" >"$work/early.cfg"
    grub-mkimage --format x86_64-efi --directory /usr/lib/grub/x86_64-efi --output "$work/grubx64.efi" --prefix /boot/grub \
        --config "$work/early.cfg" part_gpt fat ext2 normal linux configfile echo boot test search search_label
    truncate -s "$((esp / 2048))M" "$work/esp"
    mkfs.vfat -n ESP "$work/esp" >/dev/null
    mmd -i "$work/esp" ::EFI ::EFI/debian
    mcopy -i "$work/esp" "$work/grubx64.efi" ::EFI/debian/grubx64.efi
    dd if="$work/esp" of="$disk" bs=1M seek=1 conv=notrunc,sparse status=none
    cp /usr/share/OVMF/OVMF_VARS_4M.fd "$out/vars.fd"
    boot_entry "$out/vars.fd" $first $esp $id
}
# boot_entry VARS SECTOR SECTORS PARTITION: Boot0000 and BootOrder, as the installer of a system leaves them in the firmware.
boot_entry() {
    perl -e 'my ($path, $first, $count, $id) = @ARGV;
        sub guid { my @p = split /-/, shift; pack("V v v", map { hex } @p[0 .. 2]) . pack("H*", $p[3] . $p[4]) }
        sub wide { pack("v*", map { ord } split(//, shift), "\0") }
        sub variable { my ($name, $data) = (wide($_[0]), $_[1]);
            my $all = pack("v C C V Q< a16 V V V", 0x55aa, 0x3f, 0, 7, 0, "", 0, length $name, length $data)
                . guid("8be4df61-93ca-11d2-aa0d-00e098032b8c") . $name . $data;
            $all . "\xff" x (-length($all) % 4) }
        my $file = wide("\\EFI\\debian\\grubx64.efi");
        my $where = pack("C C v V Q< Q<", 4, 1, 42, 1, $first, $count) . guid($id) . pack("C C", 2, 2)
            . pack("C C v", 4, 4, 4 + length $file) . $file . pack("C C v", 0x7f, 0xff, 4);
        my $entry = pack("V v", 1, length $where) . wide("debian") . $where;
        open(my $vars, "+<", $path) or die; binmode $vars; read($vars, my $head, 0x64) == 0x64 or die;
        die "not an empty store of variables" unless unpack("v", substr($head, 0x30, 2)) == 0x48;
        seek($vars, 0x64, 0); print $vars variable("Boot0000", $entry) . variable("BootOrder", pack("v", 0)); close $vars or die' "$@"
}

# 6. One after the other.
root_uuid=70327600-0000-4000-9002-000000000055
for one in "$@"; do
    IFS== read -r name address mac <<<"$one"
    case $name in
    dns01) base "$name" "$address" "$mac" /dev/sda1 'resume=/dev/sda2 console=ttyS0' eth0 ;;
    web01) base "$name" "$address" "$mac" /dev/mapper/vg0-root console=ttyS0 enp0s3 ;;
    db01) base "$name" "$address" "$mac" "UUID=$root_uuid" 'net.ifnames=0 console=ttyS0' eth0 ;;
    old01) base "$name" "$address" "$mac" /dev/sda2 console=ttyS0 eth0 ;;
    *) echo "no server of the lab is called $name" >&2 && exit 1 ;;
    esac
    "make_$name"
    rm -rf --one-file-system "$root"
done
