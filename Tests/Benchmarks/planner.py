#!/usr/bin/env python3
"""The planner against public data and its peers, in one table.

  planner.py --p2v .build/release/p2v --data DATA [--limit 2] [--every 10] [--cp-sat] [--only New,fleet]
             [--fleet fleet10k.f32] [--growth growth.svg]        (planner-fleet.py makes the fleet)

DATA holds vbp/New_instances.tar.gz, vbp/Panigrahy_instances.tar.gz with their *_summary_known.csv (Mommessin,
Erlebach, Shakhlevich, Computers & Operations Research 2025, MIT licence) and vbp2d/instances.tar.gz. Their third set is run when
vbp/Triplet_instances.tar.gz and its summary are there; what vbp/invalid.txt names is left out of it. --every 10 takes
each tenth instance. --cp-sat runs OR-tools CP-SAT (pip install ortools) with the same time on two workers, and notes when it first
had as few hosts as p2v. --fleet names float32 values [server][cpu, memory, iops, network][168 hours]; --growth draws
the cost of the first plan by the number of servers. Every packing is checked here, apart from p2v: each item placed as
often as it exists, no host overloaded, no bound above a known optimum, no answer after its time.
"""
import argparse, collections, csv, io, json, math, os, resource, subprocess, tarfile, tempfile, time

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


def cp_sat(capacity, items, limit, most, goal):
    """Hosts after the limit (None: no answer), and the seconds until it had at most `goal` (None: never)."""
    from ortools.sat.python import cp_model

    class Watch(cp_model.CpSolverSolutionCallback):
        reached = None

        def on_solution_callback(self):
            if self.reached is None and self.objective_value <= goal:
                self.reached = self.wall_time

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
    watch = Watch()
    status = solver.solve(model, watch)
    hosts = int(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return hosts, watch.reached


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
        known, best = reference(name)
        assert not known or packing["lowerBound"] <= known <= hosts, f"{name}: bound, optimum or hosts are wrong"
        assert not packing["proved"] or packing["lowerBound"] == packing["objective"], f"{name}: proved"
        if wall > args.limit * 1.1 + 0.2:
            print(f"LATE {name}: {wall:.2f} s")
        peer = cp_sat(capacity, items, args.limit, hosts + 12, hosts) if args.cp_sat else (None, None)
        rows.append(dict(name=name, hosts=hosts, reference=known or packing["lowerBound"], best=best,
                         proved=packing["proved"], wall=wall, peer=peer[0], peer_time=peer[1], seconds=packing["seconds"]))
    if not rows:
        return
    print_row(title, rows, args)
    classes = collections.defaultdict(list)
    for row in rows:
        classes[row["name"].split("_")[0]].append(row)
    if len(classes) > 1:
        for name in sorted(classes):
            print_row("· " + name, classes[name], args)


def print_row(title, rows, args):
    def excess(key):
        if not all(row[key] for row in rows):
            return "-"
        return "%.2f %%" % (100 * sum((row[key] - row["reference"]) / row["reference"] for row in rows) / len(rows))

    peers = "-"
    if args.cp_sat:
        answered = [row for row in rows if row["peer"] is not None]
        equal = [row for row in answered if row["peer_time"] is not None]
        faster = sum(row["peer_time"] >= 10 * row["seconds"] for row in equal) + len(rows) - len(equal)
        peers = (f"p2v better {sum(r['hosts'] < r['peer'] for r in answered) + len(rows) - len(answered)}, "
                 f"equal {sum(r['hosts'] == r['peer'] for r in answered)}, "
                 f"worse {sum(r['hosts'] > r['peer'] for r in answered)}; 10 times faster in {faster}")
    print(f"| {title} | {len(rows)} | {excess('hosts')} | {excess('best')} | "
          f"{sum(r['proved'] for r in rows)} | {sum(r['wall'] for r in rows) / len(rows):.2f} s, "
          f"at most {max(r['wall'] for r in rows):.2f} s | {peers} |", flush=True)


def write_fleet(values, path):
    with open(path, "w") as file:
        file.write('{"format":"p2v-instance/1","resources":["cpu","memory","iops","net"],"hosts":[{"type":"h",'
                   f'"capacity":{HOST},"cost":1,"count":null}}],"items":[')
        for i, server in enumerate(values.tolist()):
            series = ",".join("[" + ",".join("%.6g" % x for x in row) + "]" for row in server)
            file.write(("," if i else "") + f'{{"id":"{i}","series":[{series}]}}')
        file.write("]}")


def load(path, count=None):
    import numpy as np
    values = np.fromfile(path, np.float32).reshape(-1, 4, 168)
    if count is None or count <= len(values):
        return values[:count]
    # More servers than there are: copies whose days begin at another hour.
    rounds = [np.roll(values, 7 * k, axis=2) for k in range(math.ceil(count / len(values)))]
    return np.concatenate(rounds)[:count]


def fleet(args, folder):
    import numpy as np
    path = os.path.join(folder, "fleet.json")
    for count, limit in [(1000, 0.5), (10_000, 2), (10_000, 30), (10_000, 120), (50_000, 120)]:
        values = load(args.fleet, count)
        write_fleet(values, path)
        packing, wall = solve(args.p2v, path, limit)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        for host in packing["hosts"]:
            peak = values[[int(i) for i in host["items"]]].astype(np.float64).sum(0).max(1)
            assert (peak <= np.array(HOST) * (1 + 1e-5)).all(), "overload"
        assert sorted(int(i) for h in packing["hosts"] for i in h["items"]) == list(range(count))
        print(f"| fleet of {count}, {limit} s | 1 | {len(packing['hosts'])} hosts, bound {packing['lowerBound']} | "
              f"- | - | {wall:.2f} s with reading, {memory:.0f} MiB at most so far | - |", flush=True)


def write_inventory(values, hosts, folder):
    """The same servers as an inventory with histories, on so many hosts; cores are of 2.4 GHz."""
    start = 1_795_478_400
    for i, (cpu, memory, operations, network) in enumerate(values.tolist()):
        with open(os.path.join(folder, f"{i}.csv"), "w") as file:
            file.write("time,cores_busy,memory_mib,disk_iops,network_bytes_per_second\n")
            for h in range(168):
                file.write("%d,%.6g,%.6g,%.6g,%.6g\n" % (start + 3600 * (h + 1), cpu[h] / 2.4, memory[h] * 1024, operations[h],
                                                       network[h] * 125_000))
    path = os.path.join(folder, "fleet.yaml")
    host = {"uri": "qemu+tls://h/system", "cpus": 61, "memoryMiB": HOST[1] * 1024,
            "rates": {"diskOperations": HOST[2], "networkBytes": HOST[3] * 125_000}}
    peaks = values.max(2).tolist()
    json.dump({"format": "p2v-inventory/1",
               "pool": {"format": "p2v-pool/1", "name": "fleet", "network": "br0",
                        "hosts": [host | {"name": f"h{i}"} for i in range(hosts)],
                        "storage": [{"name": "sr", "url": "nfs://n/sr", "isDefault": True, "freeGiB": 1_000_000}]},
               "policy": {"memoryHeadroomPercent": 0, "loadHeadroomPercent": 0, "hostOverheadMiB": 0, "machineOverheadMiB": 0,
                          "vcpusPerCPU": 100, "survive": 1, "percentile": 100, "comfort": 1},
               "servers": [{"name": f"s{i}", "address": f"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", "threads": math.ceil(p[0] / 2.4),
                            "memoryMiB": math.ceil(p[1] * 1024), "disksGiB": [1], "history": [f"{i}.csv"]}
                           for i, p in enumerate(peaks)]}, open(path, "w"))
    return path


def survived(values, places, hosts):
    """Whether each host's servers find room on the others, hour by hour; first fit, so no is only a guess."""
    import numpy as np
    use = np.zeros((hosts, 4, 168))
    for i, host in enumerate(places):
        use[host] += values[i]
    limit = np.array([61 * 2.4] + HOST[1:])[None, :, None] * (1 + 1e-5)
    assert (use <= limit).all(), "overload"
    for lost in set(places):
        left = use.copy()
        left[lost] = np.inf
        for i in sorted((i for i, h in enumerate(places) if h == lost), key=lambda i: -values[i].max(1).sum()):
            fits = (left + values[i] <= limit).all((1, 2))
            if not fits.any():
                return False
            left[fits.argmax()] += values[i]
    return True


def fleet_survive(args, folder):
    """An inventory that survives the loss of any host: planned, checked by p2v, and here."""
    import numpy as np
    for count, hosts, limit in [(1000, 100, 30), (10_000, 900, 120)]:
        values = load(args.fleet, count)
        # Memory does not breathe: a VM has what its server needs most.
        values[:, 1] = np.ceil(values[:, 1].max(1, keepdims=True) * 1024) / 1024
        path, plan = write_inventory(values, hosts, folder), os.path.join(folder, "plan.json")
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        store = ["--store", os.path.join(folder, "store.sqlite")]
        made = subprocess.run([args.p2v, "plan", *store, "--inventory", path, "--time-limit", str(limit), "--json", "-o", plan],
                              stdout=subprocess.PIPE, text=True)
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
        if made.returncode:
            print(f"| fleet of {count} with N+1, {limit} s | 1 | refused ({made.returncode}) | - | - | {wall:.1f} s | - |", flush=True)
            continue
        checked = subprocess.run([args.p2v, "plan", "check", *store, plan, "--inventory", path], stdout=subprocess.DEVNULL).returncode
        answer = json.loads(made.stdout)
        places = {s["server"]: int(s["host"][1:]) for s in answer["servers"]}
        places = [places[f"s{i}"] for i in range(count)]
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"| fleet of {count} with N+1, {limit} s | 1 | {len(set(places))} of {hosts} hosts, bound {answer['hostsLowerBound']} | - | - | "
              f"{wall:.1f} s, {spent:.1f} CPU s; the checker says {checked}; survived: {survived(values, places, hosts)} | - |", flush=True)


def growth(args, folder):
    """The first plan's cost: a limit of a millisecond ends the search after it. CPU seconds, so that a busy machine
    does not bend the line."""
    path = os.path.join(folder, "growth.json")
    points = []
    for count in [625, 1250, 2500, 5000, 10_000, 20_000, 40_000]:
        write_fleet(load(args.fleet, count), path)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        packing, _ = solve(args.p2v, path, 0.001)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        points.append((count, spent))
        print(f"| first plan of {count} | 1 | {len(packing['hosts'])} hosts | - | - | "
              f"{spent:.2f} CPU s, {1e6 * spent / count:.0f} µs a server | - |", flush=True)
    open(args.growth, "w").write(growth_svg(points))


def growth_svg(points):
    """CPU microseconds a server over the number of servers (log), with n log n through the first point."""
    cost = [1e6 * s / n for n, s in points]
    fit = [cost[0] * math.log(n) / math.log(points[0][0]) for n, _ in points]
    top = 1.15 * max(cost + fit)
    x = lambda n: 60 + 520 * math.log(n / points[0][0]) / math.log(points[-1][0] / points[0][0])
    y = lambda v: 290 - 250 * v / top
    line = lambda values: " ".join(f"{x(n):.1f},{y(v):.1f}" for (n, _), v in zip(points, values))
    marks = "".join(f'<circle cx="{x(n):.1f}" cy="{y(v):.1f}" r="4" fill="#0072b2"/>'
                    f'<text x="{x(n):.1f}" y="{y(v) - 10:.1f}" text-anchor="middle">{v:.0f}</text>'
                    f'<text x="{x(n):.1f}" y="310" text-anchor="middle">{n}</text>' for (n, _), v in zip(points, cost))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 340" font-family="sans-serif" font-size="12" '
            f'fill="#777">{marks}<polyline points="{line(fit)}" fill="none" stroke="#d55e00" stroke-dasharray="6 4"/>'
            f'<polyline points="{line(cost)}" fill="none" stroke="#0072b2" stroke-width="2"/>'
            f'<path d="M60 40V290H590" fill="none" stroke="#999"/><text x="60" y="28">CPU microseconds a server, first '
            f'plan with reading (dashed: n log n)</text><text x="320" y="332" text-anchor="middle">servers, 168 hours '
            f'× 4 resources each</text></svg>\n')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=float, default=2)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--cp-sat", action="store_true")
    parser.add_argument("--only", default="New,Panigrahy,vbp2d,fleet,survive,growth")
    parser.add_argument("--fleet")
    parser.add_argument("--growth")
    args = parser.parse_args()
    only = args.only.split(",")
    needed = [f"vbp/{name}_{rest}" for name in ["New", "Panigrahy", "Triplet"] if name in only
              for rest in ["instances.tar.gz", "summary_known.csv"]]
    needed += ["vbp2d/instances.tar.gz"] if "vbp2d" in only else []
    missing = [path for path in needed if not os.path.exists(os.path.join(args.data, path))]
    if missing:
        raise SystemExit(f"{args.data} lacks: {' '.join(missing)} (or leave sets out with --only)")
    print("| set | instances | mean excess over the optimum | best of 351 published | proved optimal | wall time | CP-SAT, "
          "same time |")
    print("|---|---|---|---|---|---|---|")
    invalid = f"{args.data}/vbp/invalid.txt"
    spoiled = {os.path.basename(line.strip())[:-4] for line in open(invalid)} if os.path.exists(invalid) else set()
    with tempfile.TemporaryDirectory() as folder:
        for name in ["New", "Panigrahy", "Triplet"]:
            if name in only:
                table = known(f"{args.data}/vbp/{name}_summary_known.csv")
                run_set(args, name, f"{args.data}/vbp/{name}_instances.tar.gz",
                        lambda n: (int(table[n]["OPT"]), int(table[n]["best_overall"])),
                        lambda n: n in table and int(table[n]["OPT"]) > 0 and not (name == "Triplet" and n in spoiled), folder)
        if "vbp2d" in only:
            # Without known optima the excess is over our own bound; class 10 has a planted optimum of a third of its items.
            run_set(args, "2-D (over the bound)", f"{args.data}/vbp2d/instances.tar.gz",
                    lambda n: (int(n.split("_")[1]) // 3 if n.startswith("ct10_") else None, None), lambda n: True, folder)
            run_set(args, "2-D class 6, n = 200", f"{args.data}/vbp2d/instances.tar.gz", lambda n: (None, None),
                    lambda n: n.startswith("ct6_200"), folder)
        for part, given in [("fleet", args.fleet), ("survive", args.fleet), ("growth", args.fleet and args.growth)]:
            if part in only and not given:
                print(f"left out: {part}: it needs --fleet{' and --growth' if part == 'growth' else ''}", flush=True)
        if args.fleet and "fleet" in only:
            fleet(args, folder)
        if args.fleet and "survive" in only:
            fleet_survive(args, folder)
        if args.fleet and args.growth and "growth" in only:
            growth(args, folder)


if __name__ == "__main__":
    main()
