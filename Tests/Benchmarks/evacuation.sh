#!/usr/bin/env bash
# What the users of five VMs notice while their host is emptied and filled again, each VM asked 100 times a second, beside
# the same VMs moved one by one with `p2v migrate`. As root, with the lab up (p2v lab up --no-server) and nothing else
# running; about four minutes.
#   evacuation.sh [VMS] [MIB]      5 VMs of 256 MiB when nothing is said
# P2V names the program (default: p2v on PATH; use an optimised build); P2V_LAB_CACHE the lab.
set -uo pipefail
count=${1:-5} size=${2:-256}
p2v=$(realpath "$(command -v "${P2V:-p2v}")")
. "$(dirname "$0")/needs.sh"
needs python3=python3
needs_built "$p2v"
needs_lab "$p2v"
work=$(mktemp -d)
console() { "$p2v" lab exec "$@"; }
vms=()
for ((n = 1; n <= count; n++)); do vms+=("five$n"); done
trap 'for vm in "${vms[@]}"; do "$p2v" lab guest --remove $vm; done >/dev/null 2>&1; rm -rf "$work"' EXIT
for ((n = 1; n <= count; n++)); do
    "$p2v" lab guest --remove "five$n" >/dev/null 2>&1
    "$p2v" lab guest "five$n" --memory "$size" --fill 0.5 --ip "10.77.0.$((110 + n))" >/dev/null || exit 1
done
probes=()
for ((n = 1; n <= count; n++)); do probes+=("ping:10.77.0.$((110 + n))"); done
export P2V_STORE=$work/store.sqlite

# Probes run from before the first move until after the last one.
ask() { console "$p2v" probe "${probes[@]}" --rate 100 --seconds 900 --json >"$1" 2>"$1.err" & }
enough() { sleep 2; console pkill -INT -f '[p]robe ping:10.77.0.111'; wait "$1"; sleep 1; }
report() { # NAME FILE MOVES
    python3 - "$@" "$p2v" <<'P'
import json, sys
name, path, moves = sys.argv[1:4]
probes = json.load(open(path))["probes"]
sent, lost = sum(p["sent"] for p in probes), sum(p["lost"] for p in probes)
gaps = sorted((p["longestGapMilliseconds"] for p in probes), reverse=True)
print(f"| {name} | {moves} | {sent:,} | {lost} | {lost / int(moves):.1f} | " + ", ".join(f"{g:.0f}" for g in gaps) + " ms |")
P
}
moved() { console "$p2v" history --limit "$1" --store "$work/store.sqlite"; }

echo '| what | moves | pings | lost | lost a move | longest gap of each VM |'
echo '|---|---|---|---|---|---|'
ask "$work/evacuate" && asked=$!
sleep 2
console "$p2v" evacuate hosta --window 2 --store "$work/store.sqlite" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
console "$p2v" return hosta --window 2 --store "$work/store.sqlite" >>"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
enough $asked
report 'evacuate and return' "$work/evacuate" $((2 * count))
cat "$work/log" >&2
ask "$work/migrate" && asked=$!
sleep 2
for to in hostb hosta; do
    for vm in "${vms[@]}"; do
        console "$p2v" migrate "$vm" --to $to --store "$work/store.sqlite" >>"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    done
done
enough $asked
report 'migrate, one by one' "$work/migrate" $((2 * count))
moved $((4 * count)) >&2
