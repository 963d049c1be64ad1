#!/usr/bin/env bash
# The experiment, whole: brings the lab up, moves a small DNS server with several sizes, loads and settings, measures the
# overhead over virsh and the cost of probes, takes the lab down. As root, on a machine with nothing else to do.
#   migration-experiment.sh OUT [quick|full]
# OUT gets tables (.txt), lines (.csv), pictures (.svg). quick: 100 moves, about half an hour; full: every size with every
# load and all settings, ten moves each, about four hours. P2V names the program (default: .build/release/p2v).
set -euo pipefail
[ $# -ge 1 ] || { echo "migration-experiment.sh OUT [quick|full]" >&2; exit 2; }
out=$1 size=${2:-quick}
here=$(cd "$(dirname "$0")" && pwd)
export P2V=${P2V:-$here/../../.build/release/p2v}
P2V=$(readlink -m "$P2V")
. "$here/needs.sh"
needs_built "$P2V"
mkdir -p "$out"
trap '"$P2V" lab down >/dev/null' EXIT
"$P2V" lab up --no-server >/dev/null
"$P2V" lab guest dns --memory 256 --fill 0.5 --ip 10.77.0.66 >/dev/null

# experiment NAME MEMORY LOADS SETTINGS TIMES
experiment() {
    echo "== $1: $2 MiB, $3, $4, $5 moves each way" >&2
    "$P2V" lab exec "$P2V" lab experiment --machine dns --address 10.77.0.66 --name dns.lab.test --fill '' --memory "$2" \
        --load "$3" --settings "$4" --times "$5" --timeout 120 --stall 15 --csv "$out/$1.csv" --svg "$out/$1" \
        2>"$out/$1.log" | tee "$out/$1.txt" || { tail -n 20 "$out/$1.log" >&2; return 1; }
}
case $size in
quick)
    experiment idle 256,512,1024,2048 idle p2v,late 3
    experiment load 512 dns:200 p2v,libvirt 3
    experiment writer 512 writer:20,writer:60,writer:60/128 p2v,libvirt 3
    ;;
full) experiment all 256,512,1024,2048 idle,dns:200,writer:20,writer:60,writer:60/128 p2v,late,libvirt 5 ;;
*) echo "quick or full, not $size" >&2; exit 2 ;;
esac
"$P2V" lab exec "$P2V" history dns --limit 1000 >"$out/history.txt"
tail -n 1 "$out/history.txt"
"$P2V" lab guest --remove dns >/dev/null
bash "$here/migration-overhead.sh" 20 2>"$out/overhead.log" | tee "$out/overhead.txt" || { tail -n 20 "$out/overhead.log" >&2; exit 1; }
bash "$here/probes.sh" 20 | tee "$out/probes.txt"
