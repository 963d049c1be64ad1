# The "physical" server: one old machine with an AHCI disk and an e1000 NIC, behind nothing but its cable.
# Arguments: LIB NAME FOLDER MAC ACCEL. The file FOLDER/on is there while the machine is meant to be on.
. "$1/node-common.sh"
folder=$3 mac=$4 accel=$5
hostname "$2-machine"
ip link set lo up
await_cable
ip link add br0 type bridge stp_state 0 forward_delay 0
ip tuntap add dev tap0 mode tap
for link in eth0 tap0; do ip link set "$link" master br0 up; done
ip link set br0 up
cpu=qemu64
[ "$accel" = kvm ] && cpu=host
qemu-system-x86_64 -name dns01 -machine q35 -accel "$accel" -cpu "$cpu" -smp 1 -m 512 -nodefaults -display none \
    -drive "if=none,id=disk,file=$folder/disk.raw,format=raw" \
    -device ide-hd,drive=disk,bus=ide.0,serial=LAB-DISK-0053 \
    -netdev tap,id=cable,ifname=tap0,script=no,downscript=no -device "e1000,netdev=cable,mac=$mac" \
    -chardev "file,id=serial,path=$folder/serial.log,append=on" -serial chardev:serial \
    -smbios type=1,manufacturer=p2v,product=Lab-53,serial=LAB-0053,uuid=70327600-0000-4000-8000-000000000053 &&
    rm -f "$folder/on"
