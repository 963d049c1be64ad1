#!/usr/bin/env bash
# What a copy's proof costs, on this machine, from one run: beside the same copy without it, and beside QEMU's way to the same
# certainty (qemu-img convert, sync, qemu-img compare). Disks of which 25 % and 75 % are in use, and thin ones that hold nothing.
# Needs root, loop devices, qemu-utils, e2fsprogs, openssl. Build first: swift build -c release --product p2v (and p2v-source)
#   Tests/Benchmarks/proof.sh [GiB of the disks, default 2] [rounds, default 3] [cold or warm, default warm]
#   P2V_BIN_FOLDER  where p2v and p2v-source are (default .build/release)
# Everything happens under $TMPDIR (default /var/tmp); "cold" drops the page cache before each measurement.
set -euo pipefail
cd "$(dirname "$0")/../.."
size=${1:-2} rounds=${2:-3} cache=${3:-warm}
bin=${P2V_BIN_FOLDER:-$PWD/.build/release}
. Tests/Benchmarks/needs.sh
needs qemu-img=qemu-utils mke2fs=e2fsprogs openssl=openssl losetup=mount python3=python3
needs_built "$bin/p2v" "$bin/p2v-source"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-proof.XXXXXX")
loop=
trap 'umount "$work/mnt" 2>/dev/null || true; [ -z "$loop" ] || losetup -d "$loop"; rm -rf "$work"' EXIT
export P2V_SOURCE=$bin/p2v-source HOME=$work

# median NAME COMMAND: runs it `rounds` times; the median in seconds is in $last.
median() {
  local name=$1 times=() i start end
  shift
  for ((i = 0; i < rounds; i++)); do
    rm -f "$work"/out*; sync
    [ "$cache" = warm ] || echo 3 >/proc/sys/vm/drop_caches
    start=$(date +%s.%N)
    "$@" >"$work/said" 2>&1 || { echo "failed: $*" >&2; tail -n 5 "$work/said" >&2; exit 1; }
    end=$(date +%s.%N); times+=("$(awk -v a="$start" -v b="$end" 'BEGIN { printf "%.2f", b - a }')")
  done
  last=$(printf '%s\n' "${times[@]}" | sort -n | sed -n "$(((rounds + 1) / 2))p")
  printf '  %-46s %8s s   (%s)\n' "$name" "$last" "${times[*]}"
}
ratio() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "  %s: %.2f\n", n, a / b }'; }
# The proof costs this much of a copy of a disk; what it says of free space is shown.
measure() {
  local disk=$1 plain peer
  median "p2v copy --skip-verify" "$bin/p2v" copy "$disk" "$work/out.raw" --skip-verify; plain=$last
  median "p2v copy, proved" "$bin/p2v" copy "$disk" "$work/out.raw"
  grep -o '[0-9]* samples.*' "$work/said" | sed 's/^/    /' || true
  median "qemu-img convert, sync, compare" bash -c \
    "qemu-img convert -f raw -O raw '$disk' '$work/out.peer' && sync '$work/out.peer' && qemu-img compare -f raw -F raw '$disk' '$work/out.peer'"
  peer=$last
  median "p2v copy, proved" "$bin/p2v" copy "$disk" "$work/out.raw"
  ratio "proved / without a proof" "$last" "$plain"
  ratio "proved / qemu-img's (at most 1.3)" "$last" "$peer"
}

for percent in 25 75; do
  echo "== a sparse file of $size GiB, $percent % of it data ($cache cache)"
  rm -f "$work/disk"; truncate -s "${size}G" "$work/disk"
  python3 - "$work/disk" "$size" "$percent" <<'PY'
import os, sys
size, share = int(sys.argv[2]) << 30, int(sys.argv[3]) // 25
with open(sys.argv[1], "r+b") as disk:
    for at in range(0, size, 4 << 20):
        if (at >> 22) % 4 < share:
            disk.seek(at); disk.write(os.urandom(4 << 20))
PY
  sync; echo "  $(($(stat -c %b "$work/disk") / 2048)) MiB of data"
  measure "$work/disk"
done

for percent in 25 75; do
  echo "== a block device of $size GiB, every block written once, an ext4 with $percent % in use ($cache cache)"
  openssl enc -aes-128-ctr -nosalt -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c "${size}G" >"$work/disk" || true
  mke2fs -q -F -t ext4 -E nodiscard,lazy_itable_init=0 "$work/disk"
  mkdir -p "$work/mnt"; mount -o loop,nodiscard "$work/disk" "$work/mnt"
  for ((i = 0; i * 16 < size * 1024 * percent / 100; i++)); do head -c 16M /dev/urandom >"$work/mnt/keep$i" || break; done
  sync; umount "$work/mnt"; loop=$(losetup --find --show "$work/disk")
  echo "  nobody has it:"; measure "$loop"
  mount -o nodiscard "$loop" "$work/mnt"
  echo "  it is mounted:"
  median "p2v copy --skip-verify" "$bin/p2v" copy "$loop" "$work/out.raw" --skip-verify; plain=$last
  median "p2v copy, proved" "$bin/p2v" copy "$loop" "$work/out.raw"
  ratio "proved / without a proof" "$last" "$plain"
  umount "$work/mnt"; losetup -d "$loop"; loop=; rm -f "$work/disk"
done

echo "== disks that hold nothing (at most 3 s each)"
truncate -s 2040G "$work/thin"
for format in raw qcow2 vhd; do median "2040 GiB → $format, proved" "$bin/p2v" copy "$work/thin" "$work/out.$format" --format $format; done
truncate -s 2T "$work/thin"
for format in raw qcow2; do median "2 TiB → $format, proved" "$bin/p2v" copy "$work/thin" "$work/out.$format" --format $format; done
