#!/bin/bash
# What a backup and an increment cost, beside restic and borg, on one disk and in one run.
#
#     P2V=.build/release/p2v Tests/Benchmarks/backup.sh [MIB]
#
# Needs root, the lab (it is brought up), restic, borgbackup and python3. MIB: size of the disk, 1536 where nothing is said; three
# quarters of it hold a tar of /usr, the rest is a hole. The VM runs in the lab and stops in its firmware; what it writes is written
# through its own device. p2v reads the running VM; restic and borg read the image as a file, which they could do only while the VM
# is off: they are given the easier work. Each writes to a repository on this machine's disk, restic with its encryption (it has no
# other way), borg without, both compressed as their default is (borg: zstd,3, as p2v).
#
# Then one hundredth of the disk is written: once as pieces of 1 MiB, once as pieces of 4 KiB that are spread over all of it.
# CPU seconds are user and system time of the program and what it started; those of QEMU, which reads for p2v, stand beside.
set -euo pipefail
p2v=$(realpath "${P2V:-.build/debug/p2v}")
mib=${1:-1536}
cache=${P2V_LAB_CACHE:-/var/cache/p2v-lab}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-backup-figures.XXXXXX")
vm=figures
name=$vm-$RANDOM$RANDOM.raw
image=$cache/state/sr/$name
virsh() { command virsh -q -c "qemu+unix:///system?socket=$cache/state/hosta/run/libvirt-sock" "$@"; }
end() {
    virsh destroy $vm >/dev/null 2>&1 || true
    virsh undefine $vm >/dev/null 2>&1 || true
    rm -rf "$work" "$image"
}
trap end EXIT
export RESTIC_PASSWORD=figures RESTIC_REPOSITORY=$work/restic BORG_REPO=$work/borg BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes
export RESTIC_CACHE_DIR=$work/restic-cache BORG_BASE_DIR=$work/borg-base

"$p2v" lab up --cache "$cache" --no-server >/dev/null 2>&1 || "$p2v" lab up --cache "$cache" >/dev/null
(tar -C / -c usr 2>/dev/null || true) | head -c $((mib * 3 / 4))M >"$image"
truncate -s "${mib}M" "$image"
cat >"$work/domain.xml" <<EOF
<domain type='qemu'><name>$vm</name><uuid>70327600-0000-4000-8004-000000000001</uuid><memory unit='MiB'>128</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os><devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
<disk type='network' device='disk'><driver name='qemu' type='raw' cache='none'/><source protocol='nfs' name='/sr/$name'>
<host name='nfs1'/><identity user='0' group='0'/></source><target dev='vda' bus='virtio'/></disk></devices></domain>
EOF
virsh define "$work/domain.xml" >/dev/null
virsh start $vm >/dev/null
qemu=$(pgrep -f "guest=$vm,")
mkdir "$work/p2v"
restic init -q
borg init -e none

line() { printf '%-8s %-22s %8s %8s %10s %10s %8s\n' "$@"; }
size() { du -sb --apparent-size "$1" | cut -f1; }
ticks() { awk '{print ($14 + $15) / 100}' "/proc/$qemu/stat"; }

# PROGRAM WHAT STORE COMMAND…: reads, CPU and growth of the store.
measured() {
    local program=$1 what=$2 store=$3 before q0 q1
    shift 3
    before=$(size "$store")
    q0=$(ticks)
    python3 - "$work/out" "$@" >"$work/figures" <<'EOF'
import os, subprocess, sys, time
start = time.monotonic()
child = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], "w"), stderr=open(sys.argv[1] + ".err", "w"))
read = 0
while True:
    try:
        read = int(open(f"/proc/{child.pid}/io").readline().split()[1])
    except (OSError, IndexError, ValueError):
        pass
    done, status, usage = os.wait4(child.pid, os.WNOHANG)
    if done:
        break
    time.sleep(0.01)
if status:
    sys.exit(open(sys.argv[1] + ".err").read())
print(f"{time.monotonic() - start:.1f} {usage.ru_utime + usage.ru_stime:.2f} {read >> 20}")
EOF
    q1=$(ticks)
    read -r seconds cpu read <"$work/figures"
    if [ "$program" = p2v ]; then
        # What it started in the lab is in the figures; what it read of the disk, in its own report.
        read=$(($(sed -n 's/.*"readBytes" : \([0-9]*\).*/\1/p' "$work/out" | head -1) >> 20))
        cpu="$cpu+$(awk "BEGIN {printf \"%.2f\", $q1 - $q0}")"
    fi
    line "$program" "$what" "$seconds" "$cpu" "$read" "$((($(size "$store") - before) >> 10))" "$(($(size "$store") >> 20))"
}

round() {
    measured p2v "$1" "$work/p2v" "$p2v" lab exec --cache "$cache" p2v backup make $vm --to "$work/p2v" --json
    sync
    measured restic "$1" "$work/restic" restic backup -q "$image"
    measured borg "$1" "$work/borg" borg create -C zstd,3 "::$RANDOM$RANDOM" "$image"
}

# BYTES OF A PIECE: one hundredth of the disk, in pieces spread evenly, each with noise of its own.
write() {
    rm -rf "$work/noise"
    mkdir "$work/noise"
    python3 - "$work/noise" "$mib" "$1" $vm >"$work/orders" <<'EOF'
import random, sys
folder, mib, size, vm = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
random.seed(size)
disk = mib << 20
count = disk // 100 // size
step = disk // count // size * size
for piece in range(count):
    with open(f"{folder}/{piece}", "wb") as out:
        out.write(random.randbytes(size))
    order = f"qemu-io -d /machine/peripheral/virtio-disk0/virtio-backend \\\"write -s {folder}/{piece} {piece * step} {size}\\\""
    print(f'qemu-monitor-command {vm} --hmp "{order}"')
EOF
    virsh <"$work/orders" | grep -i -E "error|fail|no such" | head -3 || true
    sync
}

echo "$(date -u +%F) $("$p2v" --version 2>/dev/null || true); $(restic version | cut -d' ' -f1,2); $(borg --version)"
line program what seconds CPU-s read-MiB stored-KiB all-MiB
round full
write 1048576
sleep 1.1
round "1 %, pieces of 1 MiB"
write 4096
sleep 1.1
round "1 %, pieces of 4 KiB"
