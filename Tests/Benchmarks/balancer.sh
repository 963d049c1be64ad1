#!/bin/bash
# The balancer beside Ganeti's hbal, on the same clusters, in one run.
#
#   Tests/Benchmarks/balancer.sh [P2V]     P2V: the program, by default .build/debug/p2v
#
# Needs python3 and, for the peer, apt-get (the packages are unpacked into a temporary folder, not installed).
# SMALL=1 leaves out what has more than 100 hosts; LARGE=1 adds 5,000 hosts; PEER_LIMIT: hbal is stopped after this many seconds (default 300).
set -Eeuo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/needs.sh"
needs python3=python3 apt-get=apt
needs_built "${1:-.build/debug/p2v}"
p2v=$(realpath "${1:-.build/debug/p2v}")
work=$(mktemp -d) && cd "$work" && trap 'rm -rf "$work"' EXIT
# A run without the peer is no comparison: it ends here, with apt's reason.
apt-get -q download ganeti-htools-3.0 libpcre3 >apt.log 2>&1 || { cat apt.log >&2; echo "$0 needs the peer's packages: apt-get update" >&2; exit 3; }
for package in ./*.deb; do dpkg -x "$package" peer; done
ln -s peer/usr/lib/ganeti/3.0/usr/bin/htools hbal
export LD_LIBRARY_PATH=$work/peer/usr/lib/x86_64-linux-gnu:$work/peer/lib/x86_64-linux-gnu

ours() { # FILE ARGS…: moves, both scores, N+1, seconds with reading and checking
    env -u LD_LIBRARY_PATH "$p2v" rebalance --json --simulate "$@" > answer.json || [ $? = 2 ] # 2: there is something to move
    python3 -c 'import json; a = json.load(open("answer.json")); b, c = a["before"], a["after"]
print("moves %d  hbal metric %.8f  overloaded %d -> %d  N+1 %s -> %s  %.3f s" % (len(a["moves"]), c["hbal"],
    len(b["overloaded"]), len(c["overloaded"]), b["survivesHostLoss"], c["survivesHostLoss"], a["seconds"]))'
}
theirs() {
    TIMEFORMAT='%U CPU s'
    { time HTOOLS=hbal timeout "${PEER_LIMIT:-300}" ./hbal -t "$1" --ignore-dynu > out.txt || [ $? = 124 ]; } 2> time.txt
    echo "moves $(grep -c '=>' out.txt || :)  hbal metric $(awk '/=>/ {s = $6} END {print s}' out.txt)  $(tail -n 1 time.txt)" \
        "$(grep -q 'Solution length' out.txt || echo '(stopped)')"
}

big=1
[ -z "${SMALL:-}" ] || big=
for size in "10 100" "20 200" "50 500" "100 1000" ${big:+"1000 20000"} ${LARGE:+"5000 100000"}; do
    read -r hosts vms <<< "$size"
    python3 "$here/balancer-clusters.py" ganeti "$hosts" "$vms" 1 > cluster.txt
    echo "ganeti $hosts x $vms"
    echo "  p2v   $(ours ganeti:cluster.txt)"
    [ "$hosts" -gt 100 ] || echo "  hbal  $(theirs cluster.txt)"
done
for size in "20 200" "100 1000" ${big:+"1000 20000"}; do
    read -r hosts vms <<< "$size"
    python3 "$here/balancer-clusters.py" week "$hosts" "$vms" 2 2>/dev/null >cluster.json
    echo "week $hosts x $vms, 168 hours x 4 resources"
    echo "  p2v   $(ours cluster.json --goal relieve)"
done
gunzip -c "$here/data/gcd_100x1000.json.gz" > gcd.json
python3 "$here/balancer-clusters.py" copies gcd.json 10 > gcd10.json
for file in gcd gcd10; do
    echo "$file: real loads of 24 hours, at least $([ $file = gcd ] && echo 104 || echo 1040) moves are needed at the present hour"
    echo "  p2v   $(ours $file.json --goal relieve)"
done
for size in "20 200" "100 1000" ${big:+"1000 10000"}; do
    read -r hosts vms <<< "$size"
    bound=$(python3 "$here/balancer-clusters.py" hot "$hosts" "$vms" 2 2>&1 >cluster.json)
    echo "hot $hosts x $vms: $bound"
    echo "  p2v   $(ours cluster.json --goal relieve)"
done
