# Builds what a tiny guest boots from: this machine's kernel, and an initramfs with busybox and dnsmasq.
# Arguments: FOLDER (result: kernel, initrd)
set -Eeuo pipefail
trap 'echo "build-guest.sh, line $LINENO: $BASH_COMMAND: status $?" >&2' ERR
folder=$1
kernel=$(ls -v /boot/vmlinuz-*-amd64 2>/dev/null | tail -n 1 || :)
[ -n "$kernel" ] || { echo "no kernel in /boot; install linux-image-amd64" >&2; exit 1; }
version=${kernel#/boot/vmlinuz-}
mkdir -p "$folder"
work=$(mktemp -d "$folder/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,dev,etc,lib/modules,lib64,proc,root,run,sys,tmp,usr/sbin,var/run}
ln -s ../lib "$root/usr/lib"
cp /bin/busybox "$root/bin/"
/bin/busybox --list | grep -vx busybox | while read -r name; do ln -sf busybox "$root/bin/$name"; done

# The modules in the order in which they have to be loaded.
for module in virtio_pci virtio_net virtio_balloon virtio-rng; do
    modprobe --set-version "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r file; do
    cp "$file" "$root/lib/modules/"
    basename "$file" >>"$root/lib/modules/order"
done

cp /usr/sbin/dnsmasq "$root/usr/sbin/"
ldd /usr/sbin/dnsmasq | awk '/=> \// { print $3 } /^\t\/lib64/ { print $1 }' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
cat >"$root/init" <<'INIT'
#!/bin/sh
export PATH=/bin:/usr/sbin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /run
while read -r module; do insmod "/lib/modules/$module"; done </lib/modules/order
value() { sed -n "s/.*\bp2v\.$1=\([^ ]*\).*/\1/p" /proc/cmdline; }
name=$(value name) address=$(value address) on=$(value on) off=$(value off) fill=$(value fill)
write=$(value write) set=$(value set)
hostname "$name"
ip link set lo up
until [ -e /sys/class/net/eth0 ]; do usleep 20000; done
ip addr add "$address/24" dev eth0
ip link set eth0 up
# Memory that was never touched costs a migration nothing: noise in $fill percent of it makes size matter.
if [ "${fill:-0}" -gt 0 ]; then
    mount -t tmpfs -o size=90% tmpfs /tmp
    total=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo)
    dd if=/dev/urandom of=/tmp/noise bs=1M count=$((total * fill / 100 / 1024)) 2>/dev/null
fi
arping -q -c 2 -A -I eth0 "$address" &
dnsmasq -u root -C /dev/null --no-resolv --no-hosts --local=/lab.test/ --host-record="$name.lab.test,$address" \
    --pid-file=/run/dnsmasq.pid && echo "p2v: $name answers after $(cut -d' ' -f1 /proc/uptime) s" >/dev/console
# Busy for $on microseconds, then idle for $off, again and again.
if [ "${on:-0}" -gt 0 ]; then
    ( while :; do :; done ) &
    worker=$!
    while [ "$off" -gt 0 ]; do
        usleep "$on"
        kill -STOP $worker
        usleep "$off"
        kill -CONT $worker
    done &
fi
# Writes $write MiB a second, over and over into $set MiB, in four strokes a second: memory that must be sent again.
if [ "${write:-0}" -gt 0 ]; then
    [ -e /tmp/noise ] || mount -t tmpfs -o size=90% tmpfs /tmp
    stroke=$(((write + 3) / 4)) piece=$(((write + 3) / 4)) at=0
    [ $piece -le 4 ] || piece=4
    dd if=/dev/urandom of=/tmp/piece bs=1M count=$piece 2>/dev/null
    while :; do
        left=$stroke
        while [ $left -gt 0 ]; do
            dd if=/tmp/piece of=/tmp/set bs=1M seek=$at count=$piece conv=notrunc 2>/dev/null
            left=$((left - piece)) at=$((at + piece))
            [ $((at + piece)) -le "$set" ] || at=0
        done
        usleep 250000
    done &
fi
exec setsid sh -c 'exec sh </dev/ttyS0 >/dev/ttyS0 2>&1'
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio --create --format=newc --owner=0:0 --quiet | zstd -q -3 >"$work/initrd")
cp "$kernel" "$work/kernel"
mv "$work/initrd" "$folder/initrd"
mv "$work/kernel" "$folder/kernel"
