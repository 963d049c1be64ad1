#!/usr/bin/env bash
# Ends p2v with signal 9 before each of its syncs (each record of the journal, each file of the pool's state is made durable
# by one), runs it again, and looks at what came of it. Against the double of XAPI: no lab, no root.
#   killed-records.sh [STEP] [RUN...]     every STEP-th sync (1); of: evacuation return night two-nights
# P2V names the program (default: p2v on PATH). Columns: run, syncs of an undisturbed one, times killed, times that the next
# one ended otherwise than an undisturbed one. Lines for each that did go to standard error.
set -uo pipefail
step=${1:-1}
[ $# -gt 0 ] && shift
runs=("$@")
[ $# -gt 0 ] || runs=(evacuation return night two-nights)
p2v=${P2V:-p2v}
. "$(dirname "$0")/needs.sh"
needs python3=python3
needs_built "$p2v"
repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
double=
trap '[ -z "$double" ] || kill $double 2>/dev/null; rm -rf "$work"' EXIT
umask 077
# Swift brings clang with it.
"$(command -v cc || command -v clang)" -shared -fPIC -o "$work/shim.so" "$(dirname "$0")/kill-before-sync.c" -ldl || exit 2
echo double >"$work/password"
cat >"$work/policy.yaml" <<'POLICY'
{format: p2v-balance-policy/1, goal: consolidate, coolDownMinutes: 0, noReturnHours: 0}
POLICY
export HOME=$work/home P2V_STORE=$work/home/p2v.sqlite P2V_POOL=$work/pool/pool.yaml
unset P2V_LAB_CACHE

# Six VMs on three hosts, a store and a state of the pool that nobody has used.
fresh() {
    [ -z "$double" ] || { kill "$double"; wait "$double" 2>/dev/null; }
    rm -rf "$work/pool" "$work/home"
    mkdir "$work/pool" "$work/home"
    XAPI_DOUBLE_PASSWORD=double python3 -I -S "$repository/Sources/XenAPIDouble/xapi-double.py" --folder "$work/pool" \
        --port 0 --hosts 3 --vms 6 --seconds 0.1 --memory 65536 >"$work/pool/log" 2>&1 &
    double=$!
    for ((i = 0; i < 200; i++)); do [ -s "$work/pool/port" ] && break; sleep 0.05; done
    cat >"$work/pool/pool.yaml" <<POOL
{format: p2v-pool/1, name: killed, kind: xapi, addresses: ["127.0.0.1:$(cat "$work/pool/port")"], user: root,
 passwordFile: $work/password, state: "file://$work/home"}
POOL
    "$p2v" pool --load --interval 0.1 --accept-new >/dev/null 2>"$work/said" || { cat "$work/said" >&2; exit 2; }
    # What a run begins from.
    if [ "$1" = return ]; then act evacuation >/dev/null 2>&1 || exit 2; fi
}
act() {
    case $1 in
    evacuation) "$p2v" evacuate xs1 --window 0.1 ;;
    return) "$p2v" return xs1 --window 0.1 ;;
    night) "$p2v" nightly run --window 0.1 --policy "$work/policy.yaml" --reports "$work/home/reports" ;;
    esac
}
# VM@host of all VMs, and hosts in maintenance.
places() {
    "$p2v" pool --json | python3 -c '
import json, sys
pool = json.load(sys.stdin)
print(*sorted(m["name"] + "@" + m["host"] for m in pool["machines"]), end=" closed: ")
print(*sorted(h["name"] for h in pool["hosts"] if h["inMaintenance"]))'
}
# What counts of where all VMs are: a night may leave by another way than an undisturbed one, to as few hosts.
end_of() {
    case $1 in
    night) places | tr ' ' '\n' | sed -n 's/.*@//p' | sort | uniq -c | awk '{ print $1 }' | sort -n | tr '\n' ' ' ;;
    evacuation) places | tr ' ' '\n' | sed -n 's/^vm.*@xs1$/left/p; s/^xs1$/closed/p' ;;
    return) places ;;
    esac
}

bad=0
wrong() { echo "$*" >&2; bad=$((bad + 1)); }
# Killed before its n-th sync, and run again.
try() {
    local run=$1 n=$2 code
    fresh "$run"
    (export KILL_AT=$n LD_PRELOAD=$work/shim.so; act "$run") >"$work/first" 2>&1
    code=$?
    [ $code = 137 ] || return 1
    act "$run" >"$work/again" 2>&1
    code=$?
    if [ $code != 0 ] || [ "$(end_of "$run")" != "$goal" ]; then
        wrong "$run, killed before sync $n: then exit $code, $(places), $(tail -n 2 "$work/again" | tr '\n' ' ')"
    fi
    act "$run" >"$work/third" 2>&1 || wrong "$run, killed before sync $n: a third one ends with $?"
    if grep -q '^moving ' "$work/third"; then wrong "$run, killed before sync $n: a third one moves"; fi
}
killed_run() {
    local run=$1 syncs killed=0 before=$bad n
    fresh "$run"
    (export KILL_COUNT=$work/count LD_PRELOAD=$work/shim.so; act "$run") >"$work/first" 2>&1 ||
        { cat "$work/first" >&2; exit 2; }
    syncs=$(cat "$work/count")
    goal=$(end_of "$run")
    for ((n = 1; n <= syncs; n += step)); do try "$run" "$n" && killed=$((killed + 1)); done
    printf '%s\t%s\t%s\t%s\n' "$run" "$syncs" "$killed" $((bad - before))
    # Nothing was proved where nothing was killed.
    [ $killed -ge $((syncs / step * 9 / 10)) ] && [ "$killed" -gt 2 ] || wrong "$run: killed $killed times only"
}
# The timer's night and an operator's at the same moment.
two_nights() {
    local rounds=$((20 / step)) before=$bad round first second busy=0
    [ $rounds -ge 3 ] || rounds=3
    for ((round = 0; round < rounds; round++)); do
        fresh night
        act night >"$work/first" 2>&1 & local one=$!
        act night >"$work/second" 2>&1
        second=$?
        wait $one
        first=$?
        case $first/$second in
        0/4 | 4/0) busy=$((busy + 1)) ;;
        # One after the other, since the machine was slow.
        0/0) ;;
        *) wrong "two nights at once: $first and $second: $(tail -n 2 "$work/first" "$work/second" | tr '\n' ' ')" ;;
        esac
        [ "$(cat "$work/first" "$work/second" | grep -c '^moved ')" = 2 ] || wrong "two nights at once: moves of both"
    done
    printf 'two-nights\t%s rounds\t%s refused\t%s\n' $rounds $busy $((bad - before))
    [ $busy -gt 0 ] || wrong "two nights at once: no two met"
}

printf 'run\tsyncs\tkilled\tended otherwise\n'
for run in "${runs[@]}"; do
    if [ "$run" = two-nights ]; then two_nights; else killed_run "$run"; fi
done
[ $bad = 0 ]
