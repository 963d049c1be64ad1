#!/usr/bin/env python3
"""What a policy costs and what it breaks, on real traces: train on the first part, judge on the rest.

  planner-traces.py --p2v .build/release/p2v --traces FOLDER [--limit 5]

FOLDER holds bitbrains50_* (GWA-T-12 Bitbrains fastStorage, hourly mean MHz of 50 VMs over 30 days). Two weeks make the
plan, the following two weeks judge it: a promise is broken in each host-hour whose load exceeds the host.
"""
import argparse, csv, glob, gzip, json, os, subprocess, tempfile
import numpy as np


def read(folder):
    series = {}
    for path in sorted(glob.glob(os.path.join(folder, "bitbrains50_*"))):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt") as file:
            rows = [r for r in csv.reader(file) if r]
        for row in rows:
            try:
                numbers = [float(x) for x in row[1:]]
            except ValueError:
                continue
            if row[0] != "id" and len(numbers) >= 672:
                series[row[0]] = numbers
    return series


def pack(p2v, items, capacity, limit, folder):
    path = os.path.join(folder, "x.json")
    slots = len(next(iter(items.values())))
    json.dump({"format": "p2v-instance/1", "resources": ["mhz"],
               "hosts": [{"type": "h", "capacity": [capacity], "count": None}],
               "items": [{"id": k, "series": [list(v)]} for k, v in items.items()]}, open(path, "w"))
    answer = subprocess.run([p2v, "plan", "--instance", path, "--json", "--time-limit", str(limit)],
                            check=True, capture_output=True, text=True).stdout
    return json.loads(answer)["hosts"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--traces", required=True)
    parser.add_argument("--limit", type=float, default=5)
    args = parser.parse_args()
    traces = {k: np.array(v) for k, v in read(args.traces).items()}
    train = {k: v[:336].reshape(2, 168) for k, v in traces.items()}
    judge = {k: v[336:672] for k, v in traces.items()}
    capacity = 2.2 * max(v.max() for v in traces.values())
    policies = {
        "sum of peaks": lambda v: np.full(168, v.max()),
        "sum of p95": lambda v: np.full(168, np.percentile(v, 95)),
        "time-aligned, worst week": lambda v: v.max(0),
        "time-aligned, worst week × 1.2": lambda v: v.max(0) * 1.2,
        "time-aligned, mean week × 1.2": lambda v: v.mean(0) * 1.2,
    }
    print(f"{len(traces)} VMs, host of {capacity:.0f} MHz")
    print("| policy | hosts | broken host-hours in the next two weeks | share |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, policy in policies.items():
            items = {k: np.minimum(policy(v), capacity) for k, v in train.items()}
            hosts = pack(args.p2v, items, capacity, args.limit, folder)
            hours = sum(int((sum(judge[i] for i in h["items"]) > capacity).sum()) for h in hosts)
            total = len(hosts) * len(next(iter(judge.values())))
            print(f"| {name} | {len(hosts)} | {hours} of {total} | {100 * hours / total:.2f} % |")


if __name__ == "__main__":
    main()
