#!/usr/bin/env python3
"""The planner on one resource: draws of the classic classes of one-dimensional bin packing.

  planner-classes.py --p2v .build/release/p2v [--limit 2] [--seed 1] [--only T,U] [--write FOLDER]

The collection BPPLIB (Delorme, Iori, Martello 2018) holds the published files; these are fresh draws of the same
definitions, not those files, so a figure here is a figure of the class and not of an instance that others have solved.

  U      Falkenauer 1996: 120, 250, 500 or 1000 items of 20..100, host 150
  T      Falkenauer 1996: 60, 120, 249 or 501 items in triplets that fill a host of 1000: first 380..490, second 250..
         half of the rest, third what is left; the optimum is a third of the items
  S1     Scholl, Klein, Jürgens 1997, set 1: 50..500 items of 1, 20 or 30..100, host 100, 120 or 150
  S2     the same, set 2: 50..500 items around a 3rd, 5th, 7th or 9th of 1000, ±20, 50 or 90 %
  S3     the same, set 3: 200 items of 20,000..35,000, host 100,000
  W1 W2  Schwerin and Wäscher 1997: 100 or 120 items of 150..200, host 1000
  G      after Wäscher and Gau 1996: 57..239 items of up to 40 % of 10,000; of the draws those that first and best fit
         decreasing do not pack into what Martello and Toth's L2 proves
  H      after Schoenfield's Hard28: 160, 180 or 200 items of 1..800, host 1000; the same choice as for G

191 in all, each class with its share of the collection's 1,615; G and H have no exact published recipe. A draw depends on
--seed and on nothing else. Every packing is checked here, apart from p2v, and no bound may be above a planted optimum or
above the hosts of any packing found.
"""
import argparse, collections, json, os, random, subprocess, tempfile, time

SHARE = {"U": 10, "T": 10, "S1": 84, "S2": 56, "S3": 2, "W1": 12, "W2": 12, "G": 2, "H": 3}


def fitting(sizes, room, best):
    """Hosts of first or best fit decreasing."""
    free = []
    for size in sorted(sizes, reverse=True):
        able = [h for h, left in enumerate(free) if left >= size]
        if not able:
            free.append(room - size)
        else:
            host = min(able, key=lambda h: free[h]) if best else able[0]
            free[host] -= size
    return len(free)


def l2(sizes, room):
    """Martello and Toth 1990."""
    most = 0
    for k in sorted({s for s in sizes if 2 * s <= room} | {0}):
        large = [s for s in sizes if s > room - k]
        middle = [s for s in sizes if room - k >= s and 2 * s > room]
        small = [s for s in sizes if 2 * s <= room and s >= k]
        rest = sum(small) - (len(middle) * room - sum(middle))
        most = max(most, len(large) + len(middle) + max(0, -(-rest // room)))
    return most


def triplets(draw, count):
    sizes = []
    for _ in range(count // 3):
        first = draw.randint(380, 490)
        second = draw.randint(250, (1000 - first) // 2)
        sizes += [first, second, 1000 - first - second]
    return 1000, sizes


def stubborn(make):
    while True:
        room, sizes = make()
        if min(fitting(sizes, room, False), fitting(sizes, room, True)) > l2(sizes, room):
            return room, sizes


def uniform(draw, count, low, high):
    return [draw.randint(low, high) for _ in range(count)]


def around(draw, count, mean, spread):
    return uniform(draw, count, round(mean * (1 - spread)), round(mean * (1 + spread)))


def draw_one(kind, at, of, draw):
    """Instance `at` of `of` in a class: the parameters go round, so that each is met as often as the others."""
    def turn(*choices):
        picked, rest = [], at * (len_of(choices)) // of if of < len_of(choices) else at
        for choice in choices:
            picked.append(choice[rest % len(choice)])
            rest //= len(choice)
        return picked

    if kind == "U":
        return 150, uniform(draw, turn([120, 250, 500, 1000])[0], 20, 100)
    if kind == "T":
        return triplets(draw, turn([60, 120, 249, 501])[0])
    if kind == "S1":
        count, room, low = turn([50, 100, 200, 500], [100, 120, 150], [1, 20, 30])
        return room, uniform(draw, count, low, 100)
    if kind == "S2":
        count, part, spread = turn([50, 100, 200, 500], [3, 5, 7, 9], [0.2, 0.5, 0.9])
        return 1000, around(draw, count, 1000 / part, spread)
    if kind == "S3":
        return 100_000, uniform(draw, 200, 20_000, 35_000)
    if kind in ("W1", "W2"):
        return 1000, uniform(draw, 100 if kind == "W1" else 120, 150, 200)
    if kind == "G":
        return stubborn(lambda: (10_000, uniform(draw, draw.randint(57, 239), 1, 4000)))
    return stubborn(lambda: (1000, uniform(draw, turn([160, 180, 200])[0], 1, 800)))


def len_of(choices):
    product = 1
    for choice in choices:
        product *= len(choice)
    return product


def instances(seed, only):
    for kind, share in SHARE.items():
        if kind in only:
            for at in range(share):
                yield f"{kind}_{at:02}", kind, *draw_one(kind, at, share, random.Random(f"{kind} {at} {seed}"))


def instance(room, sizes):
    counts = collections.Counter(sizes)
    return {"format": "p2v-instance/1", "resources": ["size"],
            "hosts": [{"type": "h", "capacity": [room], "cost": 1, "count": None}],
            "items": [{"id": str(size), "demand": [size], "count": count} for size, count in sorted(counts.items())]}


def check(packing, room, sizes):
    left = collections.Counter(sizes)
    for host in packing["hosts"]:
        assert sum(int(i) for i in host["items"]) <= room, "overload"
        left.subtract(int(i) for i in host["items"])
    assert not any(left.values()), "items lost or doubled"


def solve(p2v, path, limit):
    start = time.monotonic()
    answer = subprocess.run([p2v, "plan", "--instance", path, "--json", "--time-limit", str(limit), "--seed", "1"],
                            check=True, capture_output=True, text=True).stdout
    return json.loads(answer), time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v")
    parser.add_argument("--limit", type=float, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(SHARE))
    parser.add_argument("--write", help="only write the instances into this folder")
    args = parser.parse_args()
    rows = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for name, kind, room, sizes in instances(args.seed, args.only.split(",")):
            path = os.path.join(args.write or folder, f"{name}.json")
            json.dump(instance(room, sizes), open(path, "w"))
            if args.write:
                continue
            packing, wall = solve(args.p2v, path, args.limit)
            check(packing, room, sizes)
            hosts, bound = len(packing["hosts"]), packing["lowerBound"]
            assert bound <= (len(sizes) // 3 if kind == "T" else hosts), f"{name}: the bound is wrong"
            assert packing["proved"] == (bound == hosts), f"{name}: proved"
            rows[kind].append((hosts, bound, packing["proved"], wall))
            if not packing["proved"]:
                print(f"{name}: {hosts} hosts, bound {bound}", flush=True)
    print("| class | instances | proved | hosts over the bounds | mean time | longest |\n|---|---|---|---|---|---|")
    for kind, found in [*rows.items(), ("all", sum(rows.values(), []))]:
        if found:
            print(f"| {kind} | {len(found)} | {sum(r[2] for r in found)} | {sum(r[0] - r[1] for r in found):g} | "
                  f"{sum(r[3] for r in found) / len(found):.2f} s | {max(r[3] for r in found):.2f} s |")


if __name__ == "__main__":
    main()
