#!/usr/bin/env bash
# Breaks migrations in the lab, each way several times, and prints what came out as a table. As root, with the lab up
# (p2v lab up --no-server) and nothing else running.
#   migration-faults.sh [TIMES] [FAULT...]      5 times each of all faults when nothing is said
# P2V names the program (default: p2v on PATH); P2V_LAB_CACHE the lab. Lines for each run go to standard error.
# Columns: runs, p2v's exit codes, runs after which exactly one copy ran on the source / on the destination / none ran,
# runs in which two copies ran at the same time at any moment (looked at twenty times a second on both hosts), p2v's words.
set -uo pipefail
times=${1:-5}
[ $# -gt 0 ] && shift
p2v=${P2V:-p2v}
vm=faulty ip=10.77.0.90
. "$(dirname "$0")/needs.sh"
needs virsh=libvirt-clients qemu-img=qemu-utils dig=bind9-dnsutils
needs_built "$p2v"
needs_lab "$p2v"
work=$(mktemp -d)
all=(dst-qemu-killed-before dst-qemu-killed-in-pause dst-qemu-killed-after dst-daemon-killed-before
    dst-daemon-killed-in-pause dst-daemon-killed-after src-daemon-restarted-before src-daemon-restarted-in-pause
    src-daemon-restarted-after src-qemu-killed-before link-down-5s link-down-for-good link-down-in-pause nfs-paused owner-shuts-down
    user-abort writer unsafe-cache p2v-killed-at-start p2v-killed-before p2v-killed-in-pause p2v-killed-after
    postcopy-link-down-at-switch postcopy-link-down postcopy-dst-qemu-killed-at-switch postcopy-dst-qemu-killed
    postcopy-p2v-killed-link-down)
faults=("$@")
[ $# -gt 0 ] || faults=("${all[@]}")

declare -A node
while read -r name pid; do node[$name]=$pid; done < <("$p2v" lab status --json |
    tr -d '\n' | grep -o '"name" : "[a-z0-9]*", *"pid" : [0-9]*' | sed 's/"name" : "\([^"]*\)", *"pid" : /\1 /')
[ -n "${node[hosta]:-}" ] || { echo "the lab does not run: p2v lab up --no-server" >&2; exit 1; }
console() { "$p2v" lab exec "$@"; }
on() { nsenter --target "${node[$1]}" --net --mount --uts --pid -- "${@:2}"; }
uri() { console sh -c 'sed -n "s|.*\"\(qemu+tls://$0/[^\"]*\)\".*|\1|p" "$P2V_POOL"' "$1"; }
declare -A uris=([hosta]=$(uri hosta) [hostb]=$(uri hostb))
state() { console virsh -c "${uris[$1]}" domstate "$vm" 2>/dev/null | head -n 1; }
kill_in() { on "$1" pkill -KILL -f "$2"; }

# Looks at both hosts twenty times a second, one connection each: lines "time host state".
watch_host() {
    while [ -e "$work/watching" ]; do
        (while [ -e "$work/watching" ]; do sleep 0.05; echo "domstate $vm"; done) | console stdbuf -oL virsh -q -c "${uris[$1]}" 2>/dev/null |
            while read -r line; do
                case $line in *running*) echo "$EPOCHREALTIME $1" ;; esac
            done
        sleep 0.2
    done
}
# Moments in which both hosts' copies ran: seen on one, then on the other, then on the first again, all within 120 ms. A
# hand-over is seen on one and then on the other, however short its pause.
doubles() {
    sort "$work"/seen.* | awk '{ if (h != "" && $2 != h) { if (turned && $1 - turned < 0.12) n++; turned = $1 } h = $2 }
        END { print n + 0 }'
}

clean() {
    for host in hosta hostb; do
        for ((i = 0; i < 40; i++)); do console virsh -c "${uris[$host]}" list >/dev/null 2>&1 && break; sleep 0.5; done
        console virsh -c "${uris[$host]}" destroy "$vm" >/dev/null 2>&1
        console virsh -c "${uris[$host]}" undefine "$vm" >/dev/null 2>&1
    done
}
# The guest that a fault needs.
kind() {
    case $1 in
    writer | unsafe-cache | nfs-paused) echo "$1" ;;
    postcopy-*) echo writer ;;
    *) echo plain ;;
    esac
}
# A fresh guest on hosta; with a disk on the SR where the fault is one of disks.
made=
fresh() {
    clean
    made=$(kind "$1")
    local write=0
    [ "$made" = writer ] && write=300
    "$p2v" lab guest "$vm" --memory 256 --fill 0.3 --write "$write" --ip $ip >/dev/null || return 1
    case $made in plain | writer) return 0 ;; esac
    local cache=none
    [ "$made" = unsafe-cache ] && cache=writeback
    console virsh -c "${uris[hosta]}" destroy "$vm" >/dev/null
    console qemu-img create -q -f raw nfs://nfs1/sr/$vm.raw 16M 2>/dev/null
    console virsh -c "${uris[hosta]}" dumpxml --inactive "$vm" | sed "s|<devices>|<devices><disk type='network' \
device='disk'><driver name='qemu' type='raw' cache='$cache'/><source protocol='nfs' name='/sr/$vm.raw'><host \
name='nfs1'/><identity user='0' group='0'/></source><target dev='vda' bus='virtio'/></disk>|" >"$work/vm.xml"
    console virsh -c "${uris[hosta]}" define "$work/vm.xml" >/dev/null && console virsh -c "${uris[hosta]}" start "$vm" \
        >/dev/null || return 1
    for ((i = 0; i < 60; i++)); do
        [ "$(console dig +short +time=1 +tries=1 "@$ip" $vm.lab.test 2>/dev/null)" = $ip ] && return 0
    done
    return 1
}

# await EVENT [HOST]: until p2v's stream names it, or p2v has ended.
await() {
    local pattern="\"event\":\"$1\""
    # Not a pipe: that would last until tail writes once more.
    grep -q -m1 -E "$pattern${2:+.*\"host\":\"$2\"}" < <(exec timeout 90 tail --pid="$move" -n +1 -s 0.01 -f "$work/events")
}
abort_at_random() {
    sleep "$((RANDOM % 5)).$((RANDOM % 10))"
    kill -INT "$move"
}
inject() {
    case $1 in
    dst-qemu-killed-before) await "iteration 1" && sleep 0.3 && kill_in "$to" "guest=$vm," ;;
    dst-qemu-killed-in-pause) await suspended && kill_in "$to" "guest=$vm," ;;
    dst-qemu-killed-after) await resumed "$to" && kill_in "$to" "guest=$vm," ;;
    dst-daemon-killed-before) await "iteration 1" && sleep 0.3 && kill_in "$to" "^libvirtd" ;;
    dst-daemon-killed-in-pause) await suspended && kill_in "$to" "^libvirtd" ;;
    dst-daemon-killed-after) await resumed "$to" && kill_in "$to" "^libvirtd" ;;
    src-daemon-restarted-before) await "iteration 1" && sleep 0.3 && kill_in "$from" "^libvirtd" ;;
    src-daemon-restarted-in-pause) await suspended && kill_in "$from" "^libvirtd" ;;
    src-daemon-restarted-after) await resumed "$to" && kill_in "$from" "^libvirtd" ;;
    src-qemu-killed-before) await "iteration 1" && sleep 0.3 && kill_in "$from" "guest=$vm," ;;
    link-down-5s) await "iteration 1" && sleep 0.3 && on "$to" ip link set eth0 down && sleep 5 &&
        on "$to" ip link set eth0 up ;;
    link-down-for-good) await "iteration 1" && sleep 0.3 && on "$to" ip link set eth0 down ;;
    link-down-in-pause) await suspended && on "$to" ip link set eth0 down ;;
    nfs-paused) await "iteration 1" && on nfs1 pkill -STOP ganesha && sleep 8 && on nfs1 pkill -CONT ganesha ;;
    owner-shuts-down) await "iteration 1" && sleep 0.3 && on "$from" sh -c \
        "virsh destroy $vm >/dev/null" ;;
    user-abort) abort_at_random ;;
    p2v-killed-at-start) sleep "0.$((RANDOM % 9 + 1))" && kill -KILL "$move" ;;
    p2v-killed-before) await "iteration 1" && sleep 0.3 && kill -KILL "$move" ;;
    p2v-killed-in-pause) await suspended && kill -KILL "$move" ;;
    p2v-killed-after) await resumed "$to" && kill -KILL "$move" ;;
    postcopy-link-down-at-switch) await "post-copy started" && on "$to" ip link set eth0 down ;;
    postcopy-link-down) await "post-copy started" && await resumed "$to" && on "$to" ip link set eth0 down ;;
    # While QEMU begins it: which of the two ends it finds is chance.
    postcopy-dst-qemu-killed-at-switch) await "iteration 1" && pid=$(pgrep -n -f "guest=$vm,") &&
        await "post-copy started" && sleep "0.0$((RANDOM % 6))" && kill -KILL "$pid" ;;
    postcopy-dst-qemu-killed) await "post-copy started" && await resumed "$to" && kill_in "$to" "guest=$vm," ;;
    # Until libvirt has missed the other daemon's signs of life.
    postcopy-p2v-killed-link-down) await "post-copy started" && await resumed "$to" && on "$to" ip link set eth0 down &&
        kill -KILL "$move" && sleep 30 ;;
    esac
}
heal() {
    on "$to" ip link set eth0 up 2>/dev/null
    on nfs1 pkill -CONT ganesha 2>/dev/null
}

declare -A ran exits source target nobody two words
run() {
    local fault=$1 settings=(--bandwidth 40) code place="" a b
    case $fault in
    # On a busy machine the guest writes less than a whole link carries.
    writer) settings=(--stall 5 --max-downtime 60 --timeout 120 --bandwidth 20) ;;
    postcopy-*) settings=(--post-copy --stall 5 --max-downtime 60 --timeout 120 --bandwidth 20) ;;
    esac
    a=$(state hosta) b=$(state hostb)
    [ "$made" = "$(kind "$fault")" ] || a=other
    case "$fault/$a/$b" in
    *//running | */"shut off"/running) from=hostb to=hosta ;;
    */running/ | */running/"shut off") from=hosta to=hostb ;;
    *) fresh "$fault" || return 1; from=hosta to=hostb ;;
    esac
    rm -f "$work"/seen.*
    touch "$work/watching"
    watch_host hosta >"$work/seen.a" & local wa=$!
    watch_host hostb >"$work/seen.b" & local wb=$!
    : >"$work/events"
    PATH=$(dirname "$(command -v "$p2v")"):$PATH "$p2v" lab exec "$p2v" migrate "$vm" --to "$to" --json "${settings[@]}" \
        >"$work/events" 2>"$work/errors" &
    move=$!
    inject "$fault"
    wait "$move" 2>/dev/null
    code=$?
    heal
    sleep 1
    case $fault in p2v-* | postcopy-p2v-*) code=$code/$(console "$p2v" migrate --attach "$vm" >"$work/events" 2>"$work/errors"; echo $?) ;; esac
    # What p2v could not settle while a host was silent is settled now.
    if grep -q "holds the machine\|no host that answers\|switch off neither copy" "$work/errors"; then
        code=$code/$(console "$p2v" migrate --attach "$vm" >"$work/events" 2>>"$work/errors"; echo $?)
    fi
    a=$(state hosta) b=$(state hostb)
    rm -f "$work/watching"
    wait "$wa" "$wb" 2>/dev/null
    local double
    double=$(doubles)
    [ "$a" = running ] && place+=hosta
    [ "$b" = running ] && place+=hostb
    ran[$fault]=$((${ran[$fault]:-0} + 1))
    case $place in
    "$from") source[$fault]=$((${source[$fault]:-0} + 1)) ;;
    "$to") target[$fault]=$((${target[$fault]:-0} + 1)) ;;
    "") nobody[$fault]=$((${nobody[$fault]:-0} + 1)) ;;
    *) double=$((double + 1)) ;;
    esac
    [ "$double" -gt 0 ] && two[$fault]=$((${two[$fault]:-0} + 1))
    case " ${exits[$fault]:-} " in *" $code "*) ;; *) exits[$fault]="${exits[$fault]:-}${exits[$fault]:+ }$code" ;; esac
    words[$fault]=$(tail -n 4 "$work/errors" | tr "\n" " " | cut -c 1-700)
    echo "$fault: $from to $to, exit $code, hosta ${a:--}, hostb ${b:--}, doubles $double: ${words[$fault]}" >&2
}

trap 'clean; rm -rf "$work"; kill $(jobs -p) 2>/dev/null' EXIT
for fault in "${faults[@]}"; do
    for ((n = 0; n < times; n++)); do run "$fault" || echo "$fault: no guest" >&2; done
done
printf '\nfault\truns\texit\tsource\tdestination\tnone\ttwo at once\n'
for fault in "${faults[@]}"; do
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$fault" "${ran[$fault]:-0}" "${exits[$fault]:--}" "${source[$fault]:-0}" \
        "${target[$fault]:-0}" "${nobody[$fault]:-0}" "${two[$fault]:-0}"
done
# A fault that was not tried as often as asked for is not one that was passed.
for fault in "${faults[@]}"; do
    [ "${ran[$fault]:-0}" = "$times" ] || { echo "$fault: tried ${ran[$fault]:-0} of $times times" >&2; exit 1; }
done
[ -z "${two[*]:-}" ]
