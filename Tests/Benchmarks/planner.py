#!/usr/bin/env python3
"""The planner against public data and its peers, in one table.

  planner.py --p2v .build/release/p2v --data DATA [--limit 2] [--every 10] [--cp-sat] [--fleet fleet10k.f32]

DATA holds vbp/New_instances.tar.gz, vbp/Panigrahy_instances.tar.gz with their *_summary_known.csv (Mommessin,
Erlebach, Shakhlevich, Computers & Operations Research 2025, MIT licence) and vbp2d/instances.tar.gz. --every 10 takes
each tenth instance. --cp-sat runs OR-tools CP-SAT (pip install ortools) with the same time on two workers. --fleet
names float32 values [server][cpu, memory, iops, network][168 hours]. Every packing is checked here, apart from p2v.
"""
import argparse, csv, io, json, os, subprocess, sys, tarfile, tempfile, time

HOST = [145.6, 384, 20000, 10000]


def read_vbp(text):
    numbers = [int(x) for x in text.split()]
    d = numbers[0]
    capacity, n, rows = numbers[1:1 + d], numbers[1 + d], numbers[2 + d:]
    items = [(rows[i * (d + 1):i * (d + 1) + d], rows[i * (d + 1) + d]) for i in range(n)]
    return capacity, items


def instance(capacity, items):
    return {"format": "p2v-instance/1", "resources": [f"r{k}" for k in range(len(capacity))],
            "hosts": [{"type": "h", "capacity": capacity, "cost": 1, "count": None}],
            "items": [{"id": f"i{i}", "demand": d, "count": c} for i, (d, c) in enumerate(items)]}


def solve(p2v, path, limit):
    start = time.monotonic()
    answer = subprocess.run([p2v, "plan", "--instance", path, "--json", "--time-limit", str(limit), "--seed", "1"],
                            check=True, capture_output=True, text=True).stdout
    return json.loads(answer), time.monotonic() - start


def check(packing, capacity, items):
    placed = {}
    for host in packing["hosts"]:
        for r, room in enumerate(capacity):
            assert sum(items[int(i[1:])][0][r] for i in host["items"]) <= room, "overload"
        for i in host["items"]:
            placed[i] = placed.get(i, 0) + 1
    assert placed == {f"i{i}": c for i, (_, c) in enumerate(items) if c}, "items lost or doubled"


def cp_sat(capacity, items, limit, most):
    from ortools.sat.python import cp_model
    demands = [d for d, c in items for _ in range(c)]
    model = cp_model.CpModel()
    x = [[model.new_bool_var("") for _ in range(most)] for _ in demands]
    used = [model.new_bool_var("") for _ in range(most)]
    for row in x:
        model.add_exactly_one(row)
    for b in range(most):
        for r, room in enumerate(capacity):
            model.add(sum(d[r] * x[i][b] for i, d in enumerate(demands)) <= room * used[b])
        if b:
            model.add(used[b] <= used[b - 1])
    model.minimize(sum(used))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    return int(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def archive(path):
    with tarfile.open(path) as tar:
        for member in sorted((m for m in tar if m.name.endswith(".vbp")), key=lambda m: m.name):
            name = os.path.basename(member.name)[:-4]
            yield name, read_vbp(io.TextIOWrapper(tar.extractfile(member)).read())


def known(path):
    return {r["instance_name"]: r for r in csv.DictReader(open(path), delimiter="\t")}


def run_set(args, title, path, reference, wanted, folder):
    rows = []
    for at, (name, (capacity, items)) in enumerate(archive(path)):
        if not wanted(name) or at % args.every:
            continue
        file = os.path.join(folder, "x.json")
        json.dump(instance(capacity, items), open(file, "w"))
        packing, wall = solve(args.p2v, file, args.limit)
        check(packing, capacity, items)
        hosts = len(packing["hosts"])
        ref, best = reference(name, packing)
        peer = cp_sat(capacity, items, args.limit, hosts + 12) if args.cp_sat else None
        rows.append((hosts, ref, best, packing["proved"], wall, peer))
    if not rows:
        return
    gap = lambda k: "%.2f %%" % (100 * sum((r[k] - r[1]) / r[1] for r in rows) / len(rows))
    peers = [r for r in rows if r[5] is not None]
    print(f"| {title} | {len(rows)} | {gap(0)} | {gap(2) if all(r[2] for r in rows) else '-'} | "
          f"{100 * sum(r[3] for r in rows) // len(rows)} % | {sum(r[4] for r in rows) / len(rows):.2f} s | "
          + (f"{len(peers)} of {len(rows)} answered: better {sum(r[0] < r[5] for r in peers)}, "
             f"equal {sum(r[0] == r[5] for r in peers)}, worse {sum(r[0] > r[5] for r in peers)}"
             if args.cp_sat else "-") + " |", flush=True)


def fleet(args, folder):
    import numpy as np
    values = np.fromfile(args.fleet, np.float32).reshape(-1, 4, 168)
    for count, limit in [(1000, 0.5), (len(values), 2), (len(values), 30), (len(values), 120)]:
        path = os.path.join(folder, "fleet.json")
        with open(path, "w") as file:
            file.write('{"format":"p2v-instance/1","resources":["cpu","memory","iops","net"],"hosts":[{"type":"h",'
                       f'"capacity":{HOST},"cost":1,"count":null}}],"items":[')
            for i in range(count):
                series = [["%.6g" % x for x in r] for r in values[i]]
                file.write(("," if i else "") + f'{{"id":"{i}","series":[{",".join("[" + ",".join(r) + "]" for r in series)}]}}')
            file.write("]}")
        packing, wall = solve(args.p2v, path, limit)
        for host in packing["hosts"]:
            load = values[[int(i) for i in host["items"]]].astype(np.float64).sum(0).max(1)
            assert (load <= np.array(HOST) * (1 + 1e-5)).all(), "overload"
        assert sorted(int(i) for h in packing["hosts"] for i in h["items"]) == list(range(count))
        print(f"| fleet of {count}, {limit} s | 1 | {len(packing['hosts'])} hosts, bound {packing['lowerBound']} | "
              f"- | - | {wall:.2f} s with reading | - |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=float, default=2)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--cp-sat", action="store_true")
    parser.add_argument("--fleet")
    args = parser.parse_args()
    print("| set | instances | mean excess over the optimum | best of 351 published | proved optimal | mean time | CP-SAT, same time |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in ["New", "Panigrahy"]:
            table = known(f"{args.data}/vbp/{name}_summary_known.csv")
            optimum = lambda n, _: (int(table[n]["OPT"]), int(table[n]["best_overall"]))
            has = lambda n: n in table and int(table[n]["OPT"]) > 0
            run_set(args, name, f"{args.data}/vbp/{name}_instances.tar.gz", optimum, has, folder)
        bound = lambda _, packing: (packing["lowerBound"], 0)
        for kind in ["ct6_200", "ct1_200"]:
            run_set(args, f"2-D {kind} (excess over our bound)", f"{args.data}/vbp2d/instances.tar.gz", bound,
                    lambda n: n.startswith(kind), folder)
        if args.fleet:
            fleet(args, folder)


if __name__ == "__main__":
    main()
