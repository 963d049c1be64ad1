#!/usr/bin/env bash
# What probes cost: each kind alone at 1,000 a second against answers on the loopback interface. As root, quiet machine.
#   probes.sh [SECONDS]        20 a kind when nothing is said
# P2V names the program (default: p2v on PATH; use a release build). CPU is p2v's own, user and system, of one core.
set -euo pipefail
seconds=${1:-20}
p2v=${P2V:-p2v}
. "$(dirname "$0")/needs.sh"
needs python3=python3
needs_built "$p2v"
work=$(mktemp -d)
python3 "$(dirname "$0")/probe-answers.py" >"$work/ports" &
answers=$!
trap 'kill $answers 2>/dev/null || true; rm -rf "$work"' EXIT
until [ -s "$work/ports" ]; do kill -0 $answers || exit 1; sleep 0.1; done
read -r dns echo http <"$work/ports"
printf 'probe\tsent\tlost\tmedian ms\tp99 ms\town jitter p99 ms\tCPU %% of one core\n'
for probe in ping:127.0.0.1 "dns:127.0.0.1:$dns/www.lab.test=192.0.2.10" "tcp:127.0.0.1:$echo" "echo:127.0.0.1:$echo" \
    "http://127.0.0.1:$http/"; do
    TIMEFORMAT='%U %S'
    { time "$p2v" probe "$probe" --rate 1000 --seconds "$seconds" --json >"$work/out"; } 2>"$work/time"
    python3 - "$probe" "$seconds" "$work" <<'END'
import json, sys
probe, seconds, work = sys.argv[1:]
seen = json.load(open(f"{work}/out"))["probes"][0]
cpu = sum(float(word) for word in open(f"{work}/time").read().split()[-2:])
print(probe, seen["sent"], seen["lost"], *(f"{value:.3f}" for value in
      (seen["during"]["median"], seen["during"]["p99"], seen["senderJitterMilliseconds"])),
      f"{100 * cpu / float(seconds):.1f}", sep="\t")
END
done
