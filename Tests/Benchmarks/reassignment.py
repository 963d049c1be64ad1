#!/usr/bin/env python3
"""Machine reassignment of the ROADEF/EURO challenge of 2012: p2v beside the best that was published.

  reassignment.py --p2v .build/release/p2v --data DATA [--limit 300] [--only b_1,b_3] [--as-cluster]

DATA holds model_NAME.txt and assignment_NAME.txt of the challenge (https://www.roadef.org/challenge/2012), and perhaps
more of them in the folder A. --as-cluster gives p2v the same as p2v-cluster/2. Every new assignment is checked and counted here,
apart from p2v and from the text of the challenge: capacity, transient use, conflicts, spread, dependencies, and the objective. The
best of the challenge's final (eleven teams, set B) and of set A by team S41 in 300 s (Gavranović, Buljubašić, Demirović
2012) stand below, and the lower bounds of team J12.
"""
import argparse, json, os, resource, subprocess, tempfile, time

# name: (best published, lower bound published)
PUBLISHED = {
    "a1_1": (44306501, 44306390), "a1_2": (777912030, 777530730), "a1_3": (583006422, 583005700),
    "a1_4": (262125116, 242387530), "a1_5": (727578310, 727578290), "a2_1": (329, 0), "a2_2": (746097632, 13590090),
    "a2_3": (1210644572, 521441700), "a2_4": (1680615349, 1680222380), "a2_5": (318358949, 307035180),
    "b_1": (3339186879, 3290754940), "b_2": (1015553800, 1015153860), "b_3": (156835787, 156631070),
    "b_4": (4677823040, 4677767120), "b_5": (923092380, 922858550), "b_6": (9525857752, 9525841820),
    "b_7": (14835149752, 14833996360), "b_8": (1214458817, 1214153440), "b_9": (15885486698, 15885369400),
    "b_10": (18048515118, 18048006980),
}


class Model:
    def __init__(self, path):
        numbers = iter(map(int, open(path).read().split()))
        take = lambda count: [next(numbers) for _ in range(count)]
        self.resources = [take(2) for _ in range(next(numbers))]
        r, self.machines = len(self.resources), []
        count = next(numbers)
        for _ in range(count):
            self.machines.append((take(2), take(r), take(r), take(count)))
        self.services = []
        for _ in range(next(numbers)):
            spread, needs = take(2)
            self.services.append((spread, take(needs)))
        self.processes = [(next(numbers), take(r), next(numbers)) for _ in range(next(numbers))]
        self.balance = [(take(3), next(numbers)) for _ in range(next(numbers))]
        self.weights = take(3)
        assert next(numbers, None) is None, "more numbers than announced"

    def cost(self, old, new):
        """The objective of the challenge; asserts that no rule is broken."""
        r = len(self.resources)
        used = [[0] * r for _ in self.machines]
        held = [[0] * r for _ in self.machines]
        for (service, demand, _), before, after in zip(self.processes, old, new):
            for k in range(r):
                used[after][k] += demand[k]
                held[after][k] += demand[k]
                if before != after and self.resources[k][0]:
                    held[before][k] += demand[k]
        total = 0
        for (_, capacity, safe, _), use, hold in zip(self.machines, used, held):
            assert all(h <= c for h, c in zip(hold, capacity)), "a capacity is passed"
            total += sum(w * max(0, u - s) for (_, w), u, s in zip(self.resources, use, safe))
            free = [c - u for c, u in zip(capacity, use)]
            total += sum(w * max(0, target * free[a] - free[b]) for (a, b, target), w in self.balance)
        places = [[] for _ in self.services]
        for (service, _, _), after in zip(self.processes, new):
            places[service].append(after)
        near = [{self.machines[m][0][0] for m in of} for of in places]
        for (spread, needs), of, mine in zip(self.services, places, near):
            assert len(set(of)) == len(of), "two processes of a service share a machine"
            assert len({self.machines[m][0][1] for m in of}) >= spread, "a service is not spread"
            assert all(mine <= near[n] for n in needs), "a service is not near what it needs"
        moved = [0] * len(self.services)
        for (service, _, cost), before, after in zip(self.processes, old, new):
            total += self.weights[2] * self.machines[before][3][after]
            if before != after:
                moved[service] += 1
                total += self.weights[0] * cost
        return total + self.weights[1] * max(moved)

    def cluster(self, old):
        names = [f"r{k}" for k in range(len(self.resources))]
        return {
            "format": "p2v-cluster/2",
            "resources": [{"name": n, "transient": bool(t), "weight": w} for n, (t, w) in zip(names, self.resources)],
            "hosts": [{"name": f"h{i}", "neighborhood": f"n{n}", "location": f"l{l}", "capacity": c, "safe": s}
                      for i, ((n, l), c, s, _) in enumerate(self.machines)],
            "services": [{"name": f"s{i}", "spread": spread, "dependsOn": [f"s{n}" for n in needs]}
                         for i, (spread, needs) in enumerate(self.services)],
            "machines": [{"name": f"p{i}", "service": f"s{s}", "host": f"h{old[i]}", "demand": d, "moveCost": c}
                         for i, (s, d, c) in enumerate(self.processes)],
            "balance": [{"of": names[a], "to": names[b], "target": t, "weight": w} for (a, b, t), w in self.balance],
            "weights": dict(zip(["machine", "service", "host"], self.weights)),
            "hostMoveCosts": [machine[3] for machine in self.machines]}


def solve(args, name, model, old, folder):
    """The new assignment, and p2v's answer."""
    output = os.path.join(folder, "new.txt")
    if args.as_cluster:
        state = os.path.join(folder, "cluster.json")
        json.dump(model.cluster(old), open(state, "w"))
    else:
        state = "roadef:" + ",".join(os.path.join(folder_of(args, name), f"{kind}_{name}.txt") for kind in ("model", "assignment"))
    run = subprocess.run([args.p2v, "rebalance", "--simulate", state, "--time-limit", str(args.limit), "--output", output, "--json"],
                         capture_output=True, text=True)
    assert run.returncode in (0, 2), run.stderr
    answer = json.loads(run.stdout)
    if not args.as_cluster:
        return [int(x) for x in open(output).read().split()], answer
    new = list(old)
    for move in answer["moves"]:
        assert move["from"] == f"h{new[int(move['machine'][1:])]}"
        new[int(move["machine"][1:])] = int(move["to"][1:])
    return new, answer


def folder_of(args, name):
    return args.data if os.path.exists(os.path.join(args.data, f"model_{name}.txt")) else os.path.join(args.data, "A")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--only")
    parser.add_argument("--as-cluster", action="store_true")
    args = parser.parse_args()
    print("| instance | machines × processes | initial | p2v | best published | over it | 100·(p2v - best)/initial | our bound | "
          "moves | CPU s | s |\n|---|---|---|---|---|---|---|---|---|---|---|")
    score = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (best, bound) in PUBLISHED.items():
            home = folder_of(args, name)
            if args.only and name not in args.only.split(",") or not os.path.exists(os.path.join(home, f"model_{name}.txt")):
                continue
            model = Model(os.path.join(home, f"model_{name}.txt"))
            old = [int(x) for x in open(os.path.join(home, f"assignment_{name}.txt")).read().split()]
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            new, answer = solve(args, name, model, old, folder)
            after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - start
            initial, cost = model.cost(old, old), model.cost(old, new)
            assert initial == answer["before"]["total"] and cost == answer["after"]["total"], "p2v counts otherwise"
            assert answer["lowerBound"] <= min(best, cost), "the bound is wrong"
            if wall > args.limit + 1:
                print(f"LATE {name}: {wall:.1f} s")
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            score += 100 * (cost - best) / initial
            print(f"| {name} | {len(model.machines)} × {len(old):,} | {initial:,} | {cost:,} | {best:,} | "
                  f"{100 * (cost - best) / max(1, best):.3f} % | {100 * (cost - best) / initial:.3f} | {answer['lowerBound']:,} | "
                  f"{sum(a != b for a, b in zip(old, new)):,} | {spent:.0f} | {wall:.1f} |", flush=True)
    print(f"sum of 100·(p2v - best)/initial: {score:.3f}")


if __name__ == "__main__":
    main()
