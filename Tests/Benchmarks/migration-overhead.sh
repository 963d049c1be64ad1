#!/usr/bin/env bash
# What p2v costs over bare `virsh migrate` with the same settings: the same guest, moved by one and by the other in turn.
# As root, with the lab up (p2v lab up --no-server) and nothing else running.
#   migration-overhead.sh [PAIRS]      20 moves by each when nothing is said
# P2V names the program (default: p2v on PATH; use a release build); P2V_LAB_CACHE the lab.
# Settings of both: peer-to-peer, TLS, limit of the pause 30 ms, no early announcement, no probes.
set -euo pipefail
pairs=${1:-20}
pairs=$(((pairs + 1) / 2 * 2))
p2v=${P2V:-p2v}
vm=bare ip=10.77.0.91
. "$(dirname "$0")/needs.sh"
needs virsh=libvirt-clients
needs_built "$p2v"
needs_lab "$p2v"
work=$(mktemp -d)
trap '"$p2v" lab guest --remove $vm >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
console() { "$p2v" lab exec "$@"; }
uri() { console sh -c 'sed -n "s|.*\"\(qemu+tls://$0/[^\"]*\)\".*|\1|p" "$P2V_POOL"' "$1"; }
declare -A uris=([hosta]=$(uri hosta) [hostb]=$(uri hostb))
"$p2v" lab guest --remove $vm >/dev/null 2>&1 || true
"$p2v" lab guest $vm --memory 512 --fill 0.5 --ip $ip >/dev/null

# Prints "total-ms pause-ms". virsh's own loop sets the limit as soon as the job takes it, as p2v does.
by_virsh() {
    console bash -c '
        vm=$0 source=$1 target=$2 peer=$3
        (for ((i = 0; i < 200; i++)); do
            echo "migrate-setmaxdowntime $vm 30"; sleep 0.01
        done) | virsh -q -c "$source" >/dev/null 2>&1 &
        began=${EPOCHREALTIME/./}
        virsh -q -c "$source" migrate --live --p2p --tls --persistent --undefinesource --abort-on-error "$vm" "$peer"
        ended=${EPOCHREALTIME/./}
        pause=$(virsh -q -c "$target" domjobinfo --completed "$vm" | sed -n "s/^Total downtime: *\([0-9]*\) *ms.*/\1/p")
        wait
        echo "$(((ended - began) / 1000)) ${pause:-0}"' $vm "${uris[$1]}" "${uris[$2]}" "qemu+tls://$2/system"
}
by_p2v() {
    console "$p2v" migrate $vm --to "$2" --no-early-announcement --json | tail -n 1 |
        sed 's/.*"downtimeMilliseconds":\([0-9.]*\).*"wallSeconds":\([0-9.]*\).*/\2 \1/' |
        awk '{ printf "%d %d\n", $1 * 1000, $2 }'
}
from=hosta to=hostb
for ((n = 1; n <= 2 * pairs; n++)); do
    # There and back by one, there and back by the other: both directions count alike for both.
    case $(((n - 1) / 2 % 2)) in 0) who=p2v ;; *) who=virsh ;; esac
    figures=$(by_$who $from $to)
    [[ $figures =~ ^[0-9]+\ [0-9.]+$ ]] || { echo "$who did not move $vm from $from to $to: $figures" >&2; exit 1; }
    echo "$figures" >>"$work/$who"
    echo "$n of $((2 * pairs)): $who $from to $to: $figures (total ms, pause ms)" >&2
    swap=$from from=$to to=$swap
done
median() { cut -d' ' -f"$2" "$work/$1" | sort -n | awk '{ a[NR] = $1 } END { print (a[int((NR + 1) / 2)] + a[int(NR / 2) + 1]) / 2 }'; }
for who in virsh p2v; do
    echo "$who: $(wc -l <"$work/$who") moves, median total $(median $who 1) ms, median pause $(median $who 2) ms"
done
awk -v a="$(median virsh 1)" -v b="$(median p2v 1)" -v c="$(median virsh 2)" -v d="$(median p2v 2)" 'BEGIN {
    printf "p2v over virsh: total %+.1f %% (promised: at most +3), pause %+.0f ms (promised: at most +5)\n", 100 * (b / a - 1), d - c }'
