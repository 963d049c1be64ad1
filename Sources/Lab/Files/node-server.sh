# A "physical" server: one old machine with AHCI disks and an e1000 NIC, behind nothing but its cable.
# Arguments: LIB NAME FOLDER MAC ACCEL NUMBER MEMORY. Its disks are FOLDER/disk-*.raw; with FOLDER/vars.fd its firmware is UEFI. The file FOLDER/on is there while the machine is meant to be on.
. "$1/node-common.sh"
folder=$3 mac=$4 accel=$5 number=$6 memory=$7
hostname "$2-machine"
ip link set lo up
await_cable
ip link add br0 type bridge stp_state 0 forward_delay 0
ip tuntap add dev tap0 mode tap
for link in eth0 tap0; do ip link set "$link" master br0 up; done
ip link set br0 up
cpu=qemu64
[ "$accel" = kvm ] && cpu=host
parts=()
count=0
for disk in "$folder"/disk-*.raw; do
    parts+=(-drive "if=none,id=disk$count,file=$disk,format=raw"
        -device "ide-hd,drive=disk$count,bus=ide.$count,serial=LAB-DISK-00$number$([ $count = 0 ] || echo "-$count")")
    count=$((count + 1))
done
if [ -e "$folder/vars.fd" ]; then
    parts+=(-drive if=pflash,unit=0,readonly=on,format=raw,file=/usr/share/OVMF/OVMF_CODE_4M.fd
        -drive "if=pflash,unit=1,format=raw,file=$folder/vars.fd")
fi
qemu-system-x86_64 -name "$2" -machine q35 -accel "$accel" -cpu "$cpu" -smp 1 -m "$memory" -nodefaults -display none \
    "${parts[@]}" -netdev tap,id=cable,ifname=tap0,script=no,downscript=no -device "e1000,netdev=cable,mac=$mac,addr=3" \
    -chardev "file,id=serial,path=$folder/serial.log,append=on" -serial chardev:serial \
    -smbios "type=1,manufacturer=p2v,product=Lab-$number,serial=LAB-00$number,uuid=70327600-0000-4000-8000-0000000000$number" &&
    rm -f "$folder/on"
