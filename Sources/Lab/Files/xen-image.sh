# Builds what a real Xen host of the lab boots from: Debian's Xen, a small dom0 with libvirt's xen driver, a DNS guest.
# Arguments: FOLDER (result: xen, vmlinux, initrd, root.raw)
#
# Measured limits of Xen in software emulation decide the details: an uncompressed kernel (a compressed one takes
# minutes to unpack), a vif script of four lines (the stock one outlasts libxl's patience), no systemd.
set -Eeuo pipefail
trap 'echo "xen-image.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
folder=$1
export LC_ALL=C.UTF-8
mkdir -p "$folder"
# What a run that was killed has left.
rm -rf --one-file-system "$folder"/build.*
work=$(mktemp -d "$folder/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root

exclude() { printf -- '--dpkgopt=path-exclude=%s\n' "$@"; }
modules='/lib/modules/*/kernel'
mapfile -t left_out < <(exclude '/usr/share/man/*' '/usr/share/doc/*' '/usr/share/locale/*' '/usr/share/info/*' \
    "$modules/sound/*" "$modules/drivers/gpu/*" "$modules/drivers/media/*" "$modules/drivers/infiniband/*" \
    "$modules/drivers/staging/*" "$modules/drivers/iio/*" "$modules/drivers/usb/*" "$modules/drivers/scsi/*" \
    "$modules/drivers/net/wireless/*" "$modules/drivers/net/ethernet/*" "$modules/drivers/hwmon/*" \
    "$modules/drivers/input/*" "$modules/drivers/mtd/*" "$modules/drivers/comedi/*" "$modules/fs/ocfs2/*" \
    "$modules/fs/ceph/*" "$modules/fs/btrfs/*" "$modules/fs/xfs/*" '/usr/lib/debug/*')
mmdebstrap --quiet --variant=minbase --mode=root --aptopt='Acquire::Languages "none"' \
    --aptopt='Apt::Install-Recommends "false"' --dpkgopt=force-unsafe-io "${left_out[@]}" \
    --include=xen-hypervisor-4.17-amd64,xen-utils-4.17,linux-image-amd64,libvirt-daemon,libvirt-daemon-driver-xen,libvirt-daemon-system-sysv,libvirt-clients,iproute2,busybox-static,kmod,dnsmasq-base \
    bookworm "$root" >"$work/packages.log" 2>&1 || { tail -n 20 "$work/packages.log" >&2; exit 1; }
version=$(ls "$root/lib/modules")

# The kernel inside the bzImage: whatever it is packed with, it is an ELF file once unpacked.
python3 - "$root/boot/vmlinuz-$version" "$work/vmlinux" <<'PYTHON'
import lzma, subprocess, sys, zlib
data = open(sys.argv[1], "rb").read()
def unpacked():
    at = data.find(b"\xfd7zXZ\0")
    while at >= 0:
        try: yield lzma.LZMADecompressor().decompress(data[at:])
        except lzma.LZMAError: pass
        at = data.find(b"\xfd7zXZ\0", at + 1)
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        try: yield zlib.decompressobj(31).decompress(data[at:])
        except zlib.error: pass
        at = data.find(b"\x1f\x8b\x08", at + 1)
    at = data.find(b"\x28\xb5\x2f\xfd")
    while at >= 0:
        yield subprocess.run(["zstd", "-dc"], input=data[at:], capture_output=True).stdout
        at = data.find(b"\x28\xb5\x2f\xfd", at + 1)
kernel = next((found for found in unpacked() if found[:4] == b"\x7fELF"), None)
if kernel is None: sys.exit("no kernel found in " + sys.argv[1])
open(sys.argv[2], "wb").write(kernel)
PYTHON
gzip -dc "$root"/boot/xen-4.17-amd64.gz >"$work/xen"

# libvirt's xen driver finds no CPU model under emulation while its map asks for `vme`.
sed -i "/<feature name='vme'\/>/d" "$root"/usr/share/libvirt/cpu_map/x86_*.xml
# Its other drivers want users and services that are not here; one that fails ends the daemon.
find "$root"/usr/lib/*/libvirt/connection-driver -name '*.so' ! -name libvirt_driver_libxl.so -delete
cat >"$root/etc/xen/scripts/vif-bridge" <<'VIF'
#!/bin/busybox sh
case "$1" in
online | add)
    ip link set "$vif" master xenbr0 up
    xenstore-write "$XENBUS_PATH/hotplug-status" connected ;;
esac
exit 0
VIF
cat >"$root/etc/xen/scripts/block" <<'BLOCK'
#!/bin/busybox sh
case "$1" in
add)
    device=$(xenstore-read "$XENBUS_PATH/params")
    xenstore-write "$XENBUS_PATH/physical-device" "$(busybox stat -L -c %t:%T "$device")"
    xenstore-write "$XENBUS_PATH/physical-device-path" "$device"
    xenstore-write "$XENBUS_PATH/hotplug-status" connected ;;
esac
exit 0
BLOCK
chmod 755 "$root/etc/xen/scripts/vif-bridge" "$root/etc/xen/scripts/block"
cat >"$root/etc/libvirt/libvirtd.conf" <<'CONF'
listen_tls = 0
listen_tcp = 1
auth_tcp = "none"
auth_unix_rw = "none"
auth_unix_ro = "none"
CONF

# The guest: dnsmasq in an initramfs, with Xen's network front end.
guest=$work/guest
mkdir -p "$guest"/{bin,dev,etc,lib/modules,lib64,proc,run,sys,tmp,usr/sbin,var/run}
ln -s ../lib "$guest/usr/lib"
cp "$root/bin/busybox" "$guest/bin/"
"$root/bin/busybox" --list | grep -vx busybox | while read -r name; do ln -sf busybox "$guest/bin/$name"; done
chroot "$root" modprobe --set-version "$version" --show-depends xen-netfront |
    awk '$1 == "insmod" { print $2 }' | while read -r file; do
    cp "$root$file" "$guest/lib/modules/"
    basename "$file" >>"$guest/lib/modules/order"
done
cp "$root/usr/sbin/dnsmasq" "$guest/usr/sbin/"
chroot "$root" ldd /usr/sbin/dnsmasq | awk '/=> \// { print $3 } /^\t\/lib64/ { print $1 }' | while read -r library; do
    mkdir -p "$guest$(dirname "$library")"
    cp -L "$root$library" "$guest$library"
done
echo 'root:x:0:0:root:/root:/bin/sh' >"$guest/etc/passwd"
echo 'root:x:0:' >"$guest/etc/group"
cat >"$guest/init" <<'INIT'
#!/bin/sh
export PATH=/bin:/usr/sbin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run
while read -r module; do insmod "/lib/modules/$module"; done </lib/modules/order
value() { sed -n "s/.*\bp2v\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
name=$(value name) address=$(value address)
hostname "$name"
ip link set lo up
until [ -e /sys/class/net/eth0 ]; do usleep 20000; done
ip addr add "$address/24" dev eth0
ip link set eth0 up
dnsmasq -u root -C /dev/null --no-resolv --no-hosts --local=/lab.test/ --host-record="$name.lab.test,$address" \
    --pid-file=/run/dnsmasq.pid && echo "p2v: $name answers after $(cut -d' ' -f1 /proc/uptime) s" >/dev/console
while :; do sleep 1000; done
INIT
chmod +x "$guest/init"
mkdir -p "$root/guest"
(cd "$guest" && find . | cpio --create --format=newc --owner=0:0 --quiet) >"$root/guest/initrd"
cp "$work/vmlinux" "$root/guest/kernel"

# The dom0's own start: what Xen's and libvirt's services would do, one after the other.
cat >"$root/sbin/p2v-init" <<'INIT'
#!/bin/busybox sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/lib/xen-4.17/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mkdir -p /dev/pts /dev/shm /run/lock /run/xen /run/xenstored /var/lib/xen /var/log/xen /var/lib/xenstored \
    /var/log/libvirt/libxl /var/lib/libvirt/libxl /run/libvirt
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
modprobe -a xen-evtchn xen-gntdev xen-gntalloc xen-privcmd xenfs xen-netback xen-blkback bridge tun
mount -t xenfs xenfs /proc/xen
value() { sed -n "s/.*\bp2v\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
busybox hostname "$(value name)"
echo "127.0.0.1 localhost" >/etc/hosts
for pair in $(value hosts | tr ';' ' '); do echo "${pair#*=} ${pair%=*}" >>/etc/hosts; done
ip link set lo up
ip link add xenbr0 type bridge forward_delay 0
ip link set eth0 master xenbr0 up
ip addr add "$(value address)/24" dev xenbr0
ip link set xenbr0 up
# A disk that both hosts share brings its own initramfs.
if [ -b /dev/vdb1 ] && mkdir -p /run/share && mount -o ro,noload /dev/vdb1 /run/share; then
    cp /run/share/boot/initrd.img-* /guest/shared-initrd
    umount /run/share
fi
xenstored --pid-file /run/xenstored.pid
xen-init-dom0
xenconsoled --pid-file=/run/xenconsoled.pid
libvirtd --listen --daemon
xl info | grep -E 'xen_version|total_memory|free_memory|virt_caps'
echo "p2v: $(value name) is up after $(cut -d' ' -f1 /proc/uptime) s"
while :; do busybox sh </dev/console >/dev/console 2>&1; sleep 1; done
INIT
chmod +x "$root/sbin/p2v-init"

# A small initramfs that finds the disk.
early=$work/early
mkdir -p "$early"/{bin,dev,proc,sys,lib/modules,root}
cp "$root/bin/busybox" "$early/bin/"
ln -s busybox "$early/bin/sh"
for module in virtio_pci virtio_blk virtio_net ext4 crc32c_generic; do
    chroot "$root" modprobe --set-version "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
    cp "$root$file" "$early/lib/modules/"
    basename "$file" >>"$early/lib/modules/order"
done
cat >"$early/init" <<'INIT'
#!/bin/sh
busybox mount -t devtmpfs dev /dev
while read -r module; do busybox insmod "/lib/modules/$module"; done </lib/modules/order
until [ -e /dev/vda ]; do busybox usleep 20000; done
busybox mount -t ext4 /dev/vda /root
busybox mount -t devtmpfs dev /root/dev
exec busybox switch_root /root /sbin/p2v-init
INIT
chmod +x "$early/init"
(cd "$early" && find . | cpio --create --format=newc --owner=0:0 --quiet | gzip -1) >"$work/initrd"

rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/boot/initrd* "$root"/boot/vmlinuz*
truncate -s 1G "$work/root.raw"
mke2fs -q -t ext4 -F -O ^has_journal -d "$root" "$work/root.raw"
for file in xen vmlinux initrd root.raw; do mv "$work/$file" "$folder/$file"; done
