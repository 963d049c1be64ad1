#!/bin/bash
# windows.sh CACHE: STAND-INS for Windows: NTFS with true paths and true hives, made by hivex; no program of Windows in them.
# CACHE/windows-0.img: Server 2019; -1: Server 2008 R2; -2: a hibernated one; CACHE/virtio: files named as drivers.
. "$(dirname "$0")/once.sh"
build_once "$1" windows
export LIBGUESTFS_BACKEND=direct LIBGUESTFS_BACKEND_SETTINGS=force_tcg

# keys HIVE FILE: lines `key|name=value` become a .reg file with every parent named, and that a hive
keys() {
    python3 "$scripts/empty-hive.py" "$2"
    python3 -c '
import sys
seen = set()
print("Windows Registry Editor Version 5.00\n")
for line in sys.stdin:
    key, _, value = line.rstrip("\n").partition("|")
    parts = key.split("\\")
    for count in range(1, len(parts) + 1):
        path = "\\".join(parts[:count])
        if path not in seen:
            seen.add(path)
            print("[X\\%s]\n" % path)
    if value:
        print("[X\\%s]\n%s\n" % (key, value))
' >"$work/reg"
    hivexregedit --merge --prefix X "$2" "$work/reg"
}
# tree DIR PRODUCT VERSION BUILD [TEN]
tree() {
    mkdir -p "$1/Windows/System32/config" "$1/Windows/System32/drivers" "$1/Windows/SysWOW64" "$1/Windows/inf" "$1/Users"
    {
        cat <<X
Microsoft\\Windows NT\\CurrentVersion|"ProductName"="$2"
Microsoft\\Windows NT\\CurrentVersion|"CurrentVersion"="$3"
Microsoft\\Windows NT\\CurrentVersion|"CurrentBuild"="$4"
Microsoft\\Windows NT\\CurrentVersion|"InstallationType"="Server"
Microsoft\\Windows\\CurrentVersion|"DevicePath"="%SystemRoot%\\\\inf"
X
        [ -z "${5:-}" ] || printf '%s\n' 'Microsoft\Windows NT\CurrentVersion|"CurrentMajorVersionNumber"=dword:0000000a' \
            'Microsoft\Windows NT\CurrentVersion|"CurrentMinorVersionNumber"=dword:00000000'
    } | keys SOFTWARE "$1/Windows/System32/config/SOFTWARE"
    keys SYSTEM "$1/Windows/System32/config/SYSTEM" <<X
Select|"Current"=dword:00000002
ControlSet002\\Services\\disk|"Start"=dword:00000000
ControlSet002\\Services\\storahci|"Start"=dword:00000003
ControlSet002\\Services\\storahci\\StartOverride|"0"=dword:00000003
ControlSet002\\Services\\HpCISSs2|"Start"=dword:00000000
ControlSet002\\Services\\CpqNicMgmt|"Start"=dword:00000002
ControlSet002\\Services\\Tcpip\\Parameters\\Interfaces\\{11111111-2222-3333-4444-555555555555}|"EnableDHCP"=dword:00000000
ControlSet002\\Services\\Tcpip\\Parameters\\Interfaces\\{11111111-2222-3333-4444-555555555555}|"IPAddress"=hex(7):31,00,30,00,2e,00,30,00,2e,00,30,00,2e,00,37,00,00,00,00,00
ControlSet002\\Services\\Tcpip\\Parameters\\Interfaces\\{11111111-2222-3333-4444-555555555555}|"SubnetMask"=hex(7):32,00,35,00,35,00,2e,00,32,00,35,00,35,00,2e,00,32,00,35,00,35,00,2e,00,30,00,00,00,00,00
ControlSet002\\Control\\Class\\{4d36e967-e325-11ce-bfc1-08002be10318}|"UpperFilters"=hex(7):70,00,61,00,72,00,74,00,6d,00,67,00,72,00,00,00,68,00,70,00,64,00,73,00,6b,00,66,00,6c,00,74,00,00,00,00,00
ControlSet002\\Control\\Session Manager\\Power|"HiberbootEnabled"=dword:00000001
X
}
tree "$work/0" "Windows Server 2019 Standard" 6.3 17763 ten
tree "$work/1" "Windows Server 2008 R2 Enterprise" 6.1 7601
cp -a "$work/0" "$work/2"
printf 'HIBR' >"$work/2/hiberfil.sys"
truncate -s 4096 "$work/2/hiberfil.sys"
for number in 0 1 2; do
    truncate -s 160M "$work/windows-$number.img"
    echo '2048,,7,*' | sfdisk -q "$work/windows-$number.img"
    tar -C "$work/$number" -cf "$work/$number.tar" .
done
guestfish <<X
add-drive $work/windows-0.img format:raw
add-drive $work/windows-1.img format:raw
add-drive $work/windows-2.img format:raw
run
mkfs ntfs /dev/sda1
mount /dev/sda1 /
tar-in $work/0.tar /
umount-all
mkfs ntfs /dev/sdb1
mount /dev/sdb1 /
tar-in $work/1.tar /
umount-all
mkfs ntfs /dev/sdc1
mount /dev/sdc1 /
tar-in $work/2.tar /
X
for system in 2k19 2k8R2; do
    for driver in viostor vioscsi NetKVM; do
        mkdir -p "$work/virtio/$driver/$system/amd64"
        for suffix in sys inf cat; do
            echo "stand-in for $driver of $system" >"$work/virtio/$driver/$system/amd64/${driver,,}.$suffix"
        done
    done
done
whole windows-0.img windows-1.img windows-2.img virtio
