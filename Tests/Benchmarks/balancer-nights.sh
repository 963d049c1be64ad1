#!/bin/bash
# Fourteen nights of 20 hosts and 200 VMs, five seeds: p2v beside Ganeti's hbal, judged by the day after each night.
#
#   Tests/Benchmarks/balancer-nights.sh [P2V]     P2V: the program, by default .build/debug/p2v
#
# Needs python3 and, for the peer, apt-get (the packages are unpacked into a temporary folder, not installed).
# SEEDS=1,2,3,4,5; PEER_DAYS=7,1: hbal goes by the mean of so many days (7); TRACES=FOLDER takes the loads of GWA-T-12 Bitbrains instead of made ones; EACH=1 tells each seed.
set -Eeuo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/needs.sh"
needs python3=python3 apt-get=apt
needs_built "${1:-.build/debug/p2v}"
p2v=$(realpath "${1:-.build/debug/p2v}")
traces=${TRACES:+$(realpath "$TRACES")}
work=$(mktemp -d) && cd "$work" && trap 'rm -rf "$work"' EXIT
# A run without the peer is no comparison: it ends here, with apt's reason.
apt-get -q download ganeti-htools-3.0 libpcre3 >apt.log 2>&1 || { cat apt.log >&2; echo "$0 needs the peer's packages: apt-get update" >&2; exit 3; }
for package in ./*.deb; do dpkg -x "$package" peer; done
cat >hbal <<HBAL
#!/bin/bash
LD_LIBRARY_PATH=$work/peer/usr/lib/x86_64-linux-gnu:$work/peer/lib/x86_64-linux-gnu exec -a hbal $work/peer/usr/lib/ganeti/3.0/usr/bin/htools "\$@"
HBAL
chmod +x hbal
python3 "$here/balancer-nights.py" --p2v "$p2v" --hbal ./hbal --hbal-days "${PEER_DAYS:-7}" --seeds "${SEEDS:-1,2,3,4,5}" ${traces:+--traces "$traces"} ${EACH:+--each}
