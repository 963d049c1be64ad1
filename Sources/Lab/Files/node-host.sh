# A host of the pool: libvirtd, and the QEMUs it starts.
# Arguments: LIB NAME ADDRESS FOLDER FILES QEMU (unpacked packages, or -) RATE (or -) ACCEL (tcg or kvm)
. "$1/node-common.sh"
address=$3 folder=$4 qemu=$6 rate=$7 accel=$8
hostname "$2"
if [ "$qemu" != - ]; then
    # Which UEFI there is, says this machine's own package; the firmware itself is in /usr and shines through.
    firmware=/usr/share/qemu/firmware
    mkdir -p "$folder/firmware" "$qemu$firmware"
    [ ! -d $firmware ] || cp $firmware/*.json "$folder/firmware/"
    mount -t overlay -o "lowerdir=$qemu/usr:/usr" overlay /usr
    # The packaged QEMU's modules must not shine through: another QEMU refuses them.
    for part in lib/x86_64-linux-gnu/qemu share/qemu; do mount --bind "$qemu/usr/$part" "/usr/$part"; done
    mount --bind "$folder/firmware" $firmware
fi

# A /dev of our own. Without /dev/kvm this host can only emulate.
own_dev() {
    local dev=$folder/dev name major minor
    mount -t tmpfs -o mode=755 tmpfs "$dev"
    while read -r name major minor; do
        mknod -m 666 "$dev/$name" c "$major" "$minor"
    done <<<"null 1 3
zero 1 5
full 1 7
random 1 8
urandom 1 9
tty 5 0
ptmx 5 2
fuse 10 229"
    mkdir "$dev/net" "$dev/pts" "$dev/shm"
    mknod -m 666 "$dev/net/tun" c 10 200
    [ "$accel" = kvm ] && mknod -m 666 "$dev/kvm" c 10 232
    mount --rbind /dev/pts "$dev/pts"
    mount -t tmpfs tmpfs "$dev/shm"
    ln -s /proc/self/fd "$dev/fd"
    mount --rbind "$dev" /dev
}

# A /sys of our own, so that libvirt sees this node's interfaces and not those of the machine.
own_sys() {
    mkdir -p "$folder/cgroup"
    mount --rbind /sys/fs/cgroup "$folder/cgroup"
    mount -t sysfs sysfs /sys
    mount --rbind "$folder/cgroup" /sys/fs/cgroup
}

own_dev
own_sys
own_etc "$5" "$folder/etc"
own_run
mkdir -p /run/libvirt /etc/libvirt /etc/pki
for pair in run:/run/libvirt lib:/var/lib/libvirt log:/var/log/libvirt config:/etc/libvirt \
    cache:/var/cache/libvirt pki:/etc/pki; do
    mount --bind "$folder/${pair%%:*}" "${pair#*:}"
done
ip link set lo up
await_cable
# The host's own bridge: its cable and the guests' taps; the host's address is on it.
ip link add br0 type bridge stp_state 0 forward_delay 0
ip link set eth0 master br0
ip link set eth0 up
ip link set br0 up
ip address add "$address/24" dev br0
[ "$rate" = - ] || tc qdisc add dev eth0 root tbf rate "$rate" burst 256kb latency 50ms
keep libvirtd libvirtd --listen --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirt/libvirtd.pid
stay
