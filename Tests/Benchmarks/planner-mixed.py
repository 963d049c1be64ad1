#!/usr/bin/env python3
"""The planner on two host types of different size and price, beside OR-tools CP-SAT with the same time on two workers.

  planner-mixed.py --p2v .build/release/p2v [--limit 4]        (pip install ortools)

Demands are whole numbers from 5 to 40 of CPU and memory, drawn with a fixed seed; hosts are 100 × 100 for 5 and
60 × 60 for 2.9. "few" has as many hosts of each type as carry the load with 15 % to spare, "any" as many as needed.
"""
import argparse, json, os, random, subprocess, tempfile, time

TYPES = {"a": (100, 50), "b": (60, 29)}  # size, price in tenths


def instance(count, limited):
    draw = random.Random(count)
    items = [[draw.randint(5, 40), draw.randint(5, 40)] for _ in range(count)]
    need = max(sum(item[d] for item in items) for d in (0, 1)) / 0.85
    room = {name: int(need / 2 / size) + 1 if limited else None for name, (size, _) in TYPES.items()}
    return items, room


def p2v(program, items, room, limit, folder):
    path = os.path.join(folder, "x.json")
    hosts = [{"type": t, "capacity": [size, size], "cost": price / 10, "count": room[t]}
             for t, (size, price) in TYPES.items()]
    json.dump({"format": "p2v-instance/1", "resources": ["cpu", "memory"], "hosts": hosts,
               "items": [{"id": str(i), "demand": d} for i, d in enumerate(items)]}, open(path, "w"))
    answer = json.loads(subprocess.run([program, "plan", "--instance", path, "--json", "--time-limit", str(limit)],
                                       check=True, capture_output=True, text=True).stdout)
    used = {t: 0 for t in TYPES}
    for host in answer["hosts"]:
        used[host["type"]] += 1
        for d in (0, 1):
            assert sum(items[int(i)][d] for i in host["items"]) <= TYPES[host["type"]][0], "overload"
    assert sorted(int(i) for h in answer["hosts"] for i in h["items"]) == list(range(len(items))), "lost or doubled"
    assert all(room[t] is None or used[t] <= room[t] for t in TYPES), "too many hosts"
    return answer


def cp_sat(items, room, limit):
    from ortools.sat.python import cp_model
    model, used, load = cp_model.CpModel(), [], []
    for name, (size, price) in TYPES.items():
        for at in range(room[name] or int(sum(max(i) for i in items) / size * 1.3) + 2):
            used.append((model.new_bool_var(""), size, price, at))
    x = [[model.new_bool_var("") for _ in used] for _ in items]
    for row in x:
        model.add_exactly_one(row)
    for b, (on, size, _, at) in enumerate(used):
        for d in (0, 1):
            model.add(sum(item[d] * x[i][b] for i, item in enumerate(items)) <= size * on)
        if at:
            model.add(on <= used[b - 1][0])
    model.minimize(sum(price * on for on, _, price, _ in used))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = limit, 2
    begun = time.monotonic()
    found = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    cost = f"{solver.objective_value / 10:.1f}" if found else "no packing"
    return f"{cost} in {time.monotonic() - begun:.1f} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--limit", type=float, default=4)
    args = parser.parse_args()
    print("| items | hosts | p2v | its bound | proved | CP-SAT |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for count in (20, 60, 200, 1000):
            for limited in (True, False):
                items, room = instance(count, limited)
                answer = p2v(args.p2v, items, room, args.limit, folder)
                print(f"| {count} | {'few' if limited else 'any'} | {answer['objective']:.1f} in {answer['seconds']:.2f} s | "
                      f"{answer['lowerBound']:.1f} | {'yes' if answer['proved'] else 'no'} | "
                      f"{cp_sat(items, room, args.limit)} |", flush=True)


if __name__ == "__main__":
    main()
