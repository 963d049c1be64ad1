#!/usr/bin/env bash
# What a copy with its proof costs in each format, beside QEMU's way to the same certainty (qemu-img convert, sync, qemu-img
# compare), with the source in memory; and what disks that hold nothing cost.
# Needs qemu-utils, python3, time. Build first: swift build -c release --product p2v (and p2v-source)
#   Tests/Benchmarks/formats.sh [GiB of the disk, default 2] [rounds, default 5] [folder or nfs:// URL of the images]
#   P2V_BIN_FOLDER  where p2v and p2v-source are (default .build/release)
#   P2V_BACKING     the folder on this machine where the server of an nfs:// URL keeps the images
#   P2V_FORMATS     default "raw qcow2 vhd"
#   P2V_PARTS       default "data empty"
# Whoever goes first changes from round to round. For each: the median in seconds, and of all processes together the median
# of CPU seconds, which another job on the machine disturbs less. For NFS, qemu-img needs qemu-block-extra.
set -euo pipefail
cd "$(dirname "$0")/../.."
size=${1:-2} rounds=${2:-5} target=${3:-}
bin=${P2V_BIN_FOLDER:-$PWD/.build/release} formats=${P2V_FORMATS:-raw qcow2 vhd} parts=${P2V_PARTS:-data empty}
. Tests/Benchmarks/needs.sh
needs qemu-img=qemu-utils python3=python3
needs_built "$bin/p2v" "$bin/p2v-source"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-formats.XXXXXX")
target=${target:-$work} backing=${P2V_BACKING:-$target}
clean() { rm -f "$backing"/bench-out* "$backing"/.p2v/*bench-out* 2>/dev/null || true; }
trap 'clean; rm -rf "$work"' EXIT
export P2V_SOURCE=$bin/p2v-source HOME=$work
TIMEFORMAT='%R %U %S'
exec 3>&2
number=0 run=$$

# took NAME COMMAND: seconds, and CPU seconds, into $work/NAME.
took() {
  local name=$1
  shift
  clean; sync
  { time "$@" >"$work/said" 2>&1 || { echo "failed: $*" >&3; tail -n 5 "$work/said" >&3; exit 1; }; } 2>"$work/time"
  grep -E '^[0-9.]+ [0-9.]+ [0-9.]+$' "$work/time" >>"$work/$name" || { cat "$work/time" >&2; exit 1; }
}
# median NAME: of seconds, and of CPU seconds.
median() {
  local column
  for column in '$1' '$2 + $3'; do
    awk "{ print $column }" "$work/$1" | sort -n | awk '{ v[NR] = $1 } END { printf "%.2f ", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
  done
}
# A name of its own each time, in every run: a server remembers the file that was removed behind its back.
ours() { took "p2v-$1" "$bin/p2v" copy "$work/disk" "$target/bench-out$run-$((number += 1)).$1" --format "$1"; }
theirs() {
  local kind=$1 name=$target/bench-out$run-$((number += 1)).$1 options=()
  case $kind in vhd) kind=vpc options=(-o force_size=on) ;; esac
  case $target in
  nfs:*) took "qemu-$1" bash -c "qemu-img convert -t writeback -f raw -O $kind ${options[*]-} '$work/disk' '$name' && qemu-img compare -f raw -F $kind '$work/disk' '$name'" ;;
  *) took "qemu-$1" bash -c "qemu-img convert -f raw -O $kind ${options[*]-} '$work/disk' '$name' && sync '$name' && qemu-img compare -f raw -F $kind '$work/disk' '$name'" ;;
  esac
}

echo "machine: $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg); images on $target"
# A disk of which every other 4 MiB hold something.
half_full() {
  truncate -s "${size}G" "$work/disk"
  python3 - "$work/disk" "$size" <<'PY'
import os, sys
with open(sys.argv[1], "r+b") as disk:
    for at in range(0, int(sys.argv[2]) << 30, 8 << 20):
        disk.seek(at); disk.write(os.urandom(4 << 20))
PY
  sync
}
beside_qemu() {
  local format round a b c d
  echo "== a sparse file of $size GiB, half of it data, in memory"
  half_full
  for format in $formats; do
    for ((round = 0; round < rounds; round++)); do
      if [ $((round % 2)) = 0 ]; then ours "$format"; theirs "$format"; else theirs "$format"; ours "$format"; fi
    done
    read -r a b <<<"$(median "p2v-$format")"
    read -r c d <<<"$(median "qemu-$format")"
    awk -v f="$format" -v a="$a" -v b="$b" -v c="$c" -v d="$d" 'BEGIN {
      printf "%-6s p2v copy, proved %6.2f s (CPU %5.2f)   qemu-img %6.2f s (CPU %5.2f)   ratio %.2f (CPU %.2f)\n", f, a, b, c, d, a / c, b / d }'
  done
}
empty() {
  local gib format round
  echo "== disks that hold nothing, copied and proved (at most 3 s each)"
  for gib in 200 2040 2048; do
    rm -f "$work/disk"; truncate -s "${gib}G" "$work/disk"
    for format in $formats; do
      # A VHD holds 2040 GiB and no more.
      [ "$format:$gib" = vhd:2048 ] && continue
      rm -f "$work/p2v-$format"
      for ((round = 0; round < 3; round++)); do ours "$format"; done
      echo "$gib GiB → $format: $(median "p2v-$format" | awk '{ printf "%.2f s (CPU %.2f)", $1, $2 }')"
    done
  done
}
case " $parts " in *' data '*) beside_qemu ;; esac
case " $parts " in *' empty '*) empty ;; esac
