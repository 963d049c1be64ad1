#!/usr/bin/env bash
# xapi.sh [ROUNDS] [MIB] : what p2v asks of a XAPI pool, and how fast it imports, against the double of XAPI (not XAPI) in the project.
#   swift build -c release --product p2v
#   P2V_BIN  the p2v to measure (default .build/release/p2v)
# Inventory of 64 hosts and 5,000 VMs by the command line, start of the program and the double's own time included; and
# imports of 1024 MiB beside `curl -T` to the same endpoint, eight rounds, alternating. Needs curl, python3, openssl.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-8} size=${2:-1024}
export XAPI_DOUBLE_PASSWORD=double
p2v=${P2V_BIN:-$PWD/.build/release/p2v}
. Tests/Benchmarks/needs.sh
needs curl=curl python3=python3 openssl=openssl
needs_built "$p2v"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/p2v-xapi.XXXXXX")
trap 'kill "$(cat "$work/pid" 2>/dev/null)" 2>/dev/null || true; rm -rf "$work"' EXIT

start() { # ARGUMENTS of the double
    kill "$(cat "$work/pid" 2>/dev/null)" 2>/dev/null || true
    rm -rf "$work/double" "$work"/pool.yaml* && mkdir "$work/double"
    python3 Sources/XenAPIDouble/xapi-double.py --folder "$work/double" "$@" >"$work/out" 2>"$work/err" &
    echo $! >"$work/pid"
    for _ in $(seq 300); do [ -s "$work/out" ] && break; sleep 0.1; done
    [ -s "$work/out" ] || { echo "the double did not start:" >&2; cat "$work/err" >&2; exit 1; }
    address=$(grep -oE '127\.[0-9.]+:[0-9]+' "$work/out" | head -1)
    printf 'format: p2v-pool/1\nname: double\nkind: xapi\naddresses: ["%s"]\nuser: root\npasswordFile: password\n' "$address" >"$work/pool.yaml"
    (umask 077; printf double >"$work/password")
}
seconds() { local a b; a=$(date +%s.%N); "$@" || { tail -n 5 "$work/said" >&2; return 1; }; b=$(date +%s.%N); awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", b - a }'; }

echo "machine: $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
start --hosts 64 --vms 5000 --memory 1048576
# The double's SR is served by nobody: p2v sees all of the pool but the marks on it, says so, and ends with 1.
looks() { "$p2v" pool --pool "$work/pool.yaml" --json "$@" >"$work/pool.json" 2>"$work/said" || grep -q 'closed for work is not known' "$work/said"; }
looks --accept-new || { tail -n 5 "$work/said" >&2; exit 1; }
for round in 1 2 3; do
    took=$(seconds looks)
    echo "inventory $round: $took s, $(python3 -c 'import json, sys; p = json.load(open(sys.argv[1])); print(len(p["hosts"]), "hosts,", len(p["machines"]), "VMs")' "$work/pool.json")"
done

start
head -c "${size}M" /dev/urandom >"$work/image.raw"
call() { curl -sk "https://$address/jsonrpc" -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$1\",\"params\":$2}" | python3 -c 'import json, sys; print(json.load(sys.stdin)["result"])'; }
session=$(call session.login_with_password '["root","double"]')
sr=$(call SR.get_by_name_label "[\"$session\",\"NFS virtual disk storage\"]" | tr -d "[]'")
# Each import goes to a VDI of its own, which is removed afterwards: a file that is there already is written twice as fast.
# Who begins changes from round to round: whoever comes second finds the machine's memory in another state.
destroy() { call VDI.destroy "[\"$session\",\"$1\"]" >/dev/null && sync; }
ours() {
    p2v_took=$(seconds sh -c "'$p2v' import '$work/image.raw' --format raw --sr 'NFS virtual disk storage' --pool '$work/pool.yaml' --accept-new > '$work/uuid' 2>'$work/said'")
    destroy "$(call VDI.get_by_uuid "[\"$session\",\"$(cat "$work/uuid")\"]")"
}
theirs() {
    local vdi
    vdi=$(call VDI.create "[\"$session\",{\"name_label\":\"d\",\"name_description\":\"\",\"SR\":\"$sr\",\"virtual_size\":\"$((size << 20))\",\"type\":\"user\",\"sharable\":false,\"read_only\":false,\"other_config\":{}}]")
    curl_took=$(curl -skS --fail -H 'Expect:' -o /dev/null -w '%{time_total}' -T "$work/image.raw" \
        "https://$address/import_raw_vdi?session_id=$session&vdi=$vdi&format=raw")
    destroy "$vdi"
}
for round in $(seq "$rounds"); do
    if [ $((round % 2)) = 1 ]; then ours && theirs; else theirs && ours; fi
    echo "import $round of $size MiB: p2v $p2v_took s, curl -T $curl_took s"
    echo "$p2v_took $curl_took" >>"$work/imports"
done
median() { sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
cut -d' ' -f1 "$work/imports" | median >"$work/ours"
cut -d' ' -f2 "$work/imports" | median >"$work/theirs"
awk -v a="$(cat "$work/theirs")" -v b="$(cat "$work/ours")" 'BEGIN { printf "medians: p2v %.2f s, curl -T %.2f s, p2v at %.2f of its speed\n", b, a, a / b }'
