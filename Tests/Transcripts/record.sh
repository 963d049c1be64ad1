#!/bin/bash
# Records what the scan's script prints on a real kernel and a real userland of one release, in a QEMU machine with an
# AHCI disk and an e1000 card, as a "physical" server of its time had them.
#
#   Tests/Transcripts/record.sh P2V FAMILY RELEASE MIRROR NAME
#   Tests/Transcripts/record.sh .build/debug/p2v debian trixie http://deb.debian.org/debian debian13
#   Tests/Transcripts/record.sh .build/debug/p2v ubuntu jammy http://archive.ubuntu.com/ubuntu ubuntu2204
#
# Needs root, debootstrap, qemu-system-x86_64 and a free local port 2299. The result is Tests/Transcripts/NAME.txt. The
# machine's init is a script: it starts udev, the network, swap and sshd, and nothing else.
set -euo pipefail
p2v=$1 family=$2 release=$3 mirror=$4 name=$5
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'test -f "$work/qemu" && kill "$(cat "$work/qemu")" 2>/dev/null; rm -rf "$work"' EXIT
root=$work/root size=4096 swap=256

kernel=linux-image-amd64 components=main
if [ "$family" = ubuntu ]; then kernel=linux-image-virtual components=main,universe; fi
case $release in xenial | bionic) fdisk= ;; *) fdisk=,fdisk ;; esac
if [ "$family" = ubuntu ]; then script=gutsy; else script=sid; fi
debootstrap --no-check-gpg --variant=minbase --components=$components \
    --include=udev,systemd-sysv,iproute2,ethtool,openssh-server,kmod,initramfs-tools,grub2-common,grub-pc-bin,$kernel,procps,pciutils$fdisk \
    "$release" "$root" "$mirror" "/usr/share/debootstrap/scripts/$script" >"$work/log" 2>&1 || { tail -n 30 "$work/log" >&2; exit 1; }

# As an installer would have left it.
echo "$release" >"$root/etc/hostname"
first=2048 sectors=$(((size - swap) * 2048 - 2048))
disk=$(uuidgen) swapID=$(uuidgen)
printf 'UUID=%s / ext4 errors=remount-ro 0 1\nUUID=%s none swap sw 0 0\n/dev/sr0 /media/cdrom0 udf,iso9660 user,noauto 0 0\n' \
    "$disk" "$swapID" >"$root/etc/fstab"
rm -f "$root/etc/resolv.conf"; echo "nameserver 10.1.0.3" >"$root/etc/resolv.conf"
printf '0.0 0 0.0\n0\nUTC\n' >"$root/etc/adjtime"
ln -sf /usr/share/zoneinfo/Europe/Madrid "$root/etc/localtime"
printf '%s\n' GRUB_DEFAULT=0 GRUB_TIMEOUT=5 'GRUB_CMDLINE_LINUX_DEFAULT="quiet"' 'GRUB_CMDLINE_LINUX=""' >"$root/etc/default/grub"
mkdir -p "$root/boot/grub" "$root/root/.ssh" "$root/run/sshd"
echo "# see $release" >"$root/boot/grub/grub.cfg"
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
install -m 600 "$work/key.pub" "$root/root/.ssh/authorized_keys"
cat >"$root/sbin/p2v-record" <<'INIT'
#!/bin/sh
PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc 2>/dev/null; mount -t sysfs sys /sys 2>/dev/null
mount -t devtmpfs dev /dev 2>/dev/null; mkdir -p /dev/pts; mount -t devpts pts /dev/pts 2>/dev/null
mount -t tmpfs run /run; mkdir -p /run/sshd
mount -o remount,rw /
hostname -F /etc/hostname
for u in /lib/systemd/systemd-udevd /usr/lib/systemd/systemd-udevd /sbin/udevd; do test -x $u && { $u --daemon; break; }; done
udevadm trigger --action=add; udevadm settle
swapon -a
ip link set lo up
for d in /sys/class/net/*/device; do n=${d%/device}; n=${n##*/}; ip link set "$n" up; ip addr add 10.1.0.5/24 dev "$n"; done
ip route add default via 10.1.0.2
/usr/sbin/sshd
while :; do sleep 60; done
INIT
chmod 755 "$root/sbin/p2v-record"
kernel=$(ls "$root"/boot/vmlinuz-* | tail -n 1) initrd=$(ls "$root"/boot/initrd.img-* | tail -n 1)
cp "$kernel" "$work/vmlinuz" && cp "$initrd" "$work/initrd"

truncate -s "${size}M" "$work/disk"
printf 'label: dos\n%d,%d,83,*\n%d,%d,82\n' $first $sectors $((first + sectors)) $((swap * 2048)) | sfdisk --quiet "$work/disk"
mke2fs -q -F -t ext4 -O ^metadata_csum,^64bit -U "$disk" -d "$root" -E "offset=$((first * 512))" "$work/disk" "$((sectors / 2))k"
truncate -s "${swap}M" "$work/swap"
mkswap -q -U "$swapID" "$work/swap" >/dev/null
dd if="$work/swap" of="$work/disk" bs=1M seek=$((size - swap)) conv=notrunc,sparse status=none

qemu-system-x86_64 -machine q35 -accel tcg -cpu qemu64 -smp 2 -m 1024 -nodefaults -display none -daemonize \
    -pidfile "$work/qemu" -kernel "$work/vmlinuz" -initrd "$work/initrd" -append "root=UUID=$disk ro quiet init=/sbin/p2v-record" \
    -drive "if=none,id=disk,file=$work/disk,format=raw" -device ide-hd,drive=disk,bus=ide.0,serial=WD-WCC4E0000053 \
    -netdev user,id=cable,net=10.1.0.0/24,dhcpstart=10.1.0.5,hostfwd=tcp:127.0.0.1:2299-10.1.0.5:22 \
    -device e1000,netdev=cable,mac=00:1b:21:c4:11:02 \
    -smbios type=1,manufacturer=Example,product=Server,serial=S-0053,uuid=70327600-0000-4000-8000-000000000153
login=(ssh -F /dev/null -i "$work/key" -p 2299 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR
    -o ConnectTimeout=5 root@127.0.0.1)
for ((i = 0; i < 60; i++)); do "${login[@]}" true 2>/dev/null && break; sleep 5; done
{
    version=$(. "$root/etc/os-release"; echo "$PRETTY_NAME")
    printf 'Recorded on %s in a QEMU machine with AHCI and e1000; init is a script.\n' "$version"
    "$p2v" scan --show-script | sed '1,/^N=/s/^N=.*/N=n0nce/' | "${login[@]}" 'exec /bin/sh -s root'
} >"$work/transcript"
tail -n 1 "$work/transcript" | grep -q 'n0nce done'
mv "$work/transcript" "$here/$name.txt"
