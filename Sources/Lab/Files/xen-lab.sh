# Two real Xen hosts inside QEMU's software emulation, on a network of their own in a namespace.
# Arguments: up|down|status|exec FOLDER [COMMAND...]     FOLDER has xen, vmlinux, initrd, root.raw of xen-image.sh
#
# A file share.raw in FOLDER is a disk that both hosts have as /dev/vdb, as if it came from one storage array.
#
# xena is 10.78.0.11, xenb 10.78.0.12, this machine's end 10.78.0.1 in the namespace p2v-xen. Guests take 10.78.0.100
# and up. Nothing leads out of the namespace.
set -euo pipefail
action=$1 folder=$2
shift 2
space=p2v-xen
run=$folder/run

start() {
    local name=$1 number=$2
    local shared=()
    qemu-img create -q -f qcow2 -b "$folder/root.raw" -F raw "$run/$name.qcow2"
    if [ -e "$folder/share.raw" ]; then
        shared=(-blockdev "driver=file,filename=$folder/share.raw,node-name=share,locking=off"
            -device virtio-blk-pci,drive=share,share-rw=on)
    fi
    ip netns exec $space ip tuntap add "tap-$name" mode tap
    ip netns exec $space ip link set "tap-$name" master br0 up
    # With any of these features dom0, a PVH guest or Xen itself dies under emulation (AVX: hashes of a guest's kernel).
    ip netns exec $space qemu-system-x86_64 -name "$name" -machine q35 -accel tcg,thread=multi -m 1536 -smp 1 \
        -cpu max,-smap,-rdtscp,-monitor,-avx,-avx2,-f16c,-fma -display none -no-reboot \
        -chardev "socket,id=console,path=$run/$name.socket,server=on,wait=off,logfile=$run/$name.console" \
        -serial chardev:console \
        -drive "file=$run/$name.qcow2,if=none,id=root,cache=unsafe" -device virtio-blk-pci,drive=root "${shared[@]}" \
        -netdev "tap,id=net,ifname=tap-$name,script=no,downscript=no" \
        -device "virtio-net-pci,netdev=net,mac=52:54:00:78:00:1$number" \
        -kernel "$folder/xen" -append "dom0_mem=640M,max:640M console=com1 com1=115200,8n1 loglvl=warning noreboot sched=credit" \
        -initrd "$folder/vmlinux console=hvc0 quiet mitigations=off p2v.name=$name p2v.address=10.78.0.1$number p2v.hosts=xena=10.78.0.11;xenb=10.78.0.12,$folder/initrd" \
        -daemonize -pidfile "$run/$name.pid"
}

case "$action" in
up)
    mkdir -p "$run"
    ip netns add $space
    ip -n $space link set lo up
    ip -n $space link add br0 type bridge forward_delay 0
    ip -n $space addr add 10.78.0.1/24 dev br0
    ip -n $space link set br0 up
    start xena 1
    start xenb 2
    ;;
status)
    for name in xena xenb; do
        if [ -e "$run/$name.pid" ] && kill -0 "$(cat "$run/$name.pid")" 2>/dev/null; then
            if grep -q "p2v: $name is up" "$run/$name.console"; then echo "$name up"; else echo "$name boots"; fi
        else
            echo "$name down"
        fi
    done
    ;;
exec)
    exec ip netns exec $space "$@"
    ;;
down)
    for name in xena xenb; do
        if [ -e "$run/$name.pid" ]; then kill "$(cat "$run/$name.pid")" 2>/dev/null || :; fi
    done
    sleep 1
    ip netns del $space 2>/dev/null || :
    rm -rf "$run"
    ;;
*) echo "up, down, status or exec" >&2; exit 2 ;;
esac
