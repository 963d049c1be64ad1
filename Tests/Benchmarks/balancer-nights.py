#!/usr/bin/env python3
"""Fourteen nights of a pool: each is planned at 02:00 by what was seen before, and judged by the day that follows.

  balancer-nights.py --p2v P2V [--hbal HBAL] [--hbal-days 7,1] [--seeds 1,2,3,4,5] [--traces FOLDER] [--hosts 20]
                     [--vms 200] [--each]

Every planner starts with the same skewed pool and lives with its own moves. p2v gets the hours of the last seven days
(p2v-cluster/1 with `days`) and when each VM moved last; "one week as a profile" is p2v without `days`: 168 hours, each
the higher of the last two weeks, all of which have to fit. hbal gets the mean of the last seven days (--hbal-days: of
others) as its dynamic utilisation (-U). Judged are host-hours above 80 % of the host's cores, and core-hours above that.

Loads: VMs of the kinds that public traces of business pools show (most idle, few busy, batch work that comes and goes
by days), made here; with --traces the 50 VMs of GWA-T-12 Bitbrains fastStorage (bitbrains50_hourly_mean_mhz.csv.gz and
bitbrains50_meta.csv in FOLDER), each taken several times, shifted by whole days.
"""
import argparse
import csv
import gzip
import json
import os
import random
import subprocess
import tempfile

HOURS, FIRST, NIGHTS, DAY = 720, 14, 14, 24
CEILING, MEMORY, RESERVED = 0.8, 262144, 4096


def made(dice, count):
    """`count` series of shares of a VM's own processors, and the processors."""
    teams = [[dice.betavariate(0.5, 0.5) for _ in range(HOURS // DAY)] for _ in range(6)]
    return [series(dice, teams) for _ in range(count)]


def series(dice, teams):
    kind = dice.choices(["idle", "bursts", "batch", "steady", "office"], [58, 14, 16, 5, 7])[0]
    vcpus = dice.choice([8, 8, 4]) if kind == "batch" else dice.choice([1, 1, 2, 2, 4, 4, 8])
    base = {"idle": 0.015, "bursts": 0.02, "batch": 0.01, "steady": 0.48, "office": 0.05}[kind] * dice.uniform(0.4, 1.6)
    team, start = dice.choice(teams), dice.randrange(DAY)
    out = []
    for hour in range(HOURS):
        day, time = divmod(hour, DAY)
        level = base * dice.uniform(0.8, 1.2)
        if kind == "bursts" and dice.random() < 0.02:
            level = dice.uniform(0.1, 0.6)
        if kind == "batch" and (time - start) % DAY < 24 * team[day]:
            level = dice.uniform(0.85, 1.0)
        if kind == "office" and day % 7 < 5 and 7 <= time < 18:
            level = dice.uniform(0.2, 0.5)
        out.append(min(1, level))
    return out, vcpus


def traced(folder, dice, count):
    with open(os.path.join(folder, "bitbrains50_meta.csv")) as file:
        meta = {row["id"]: row for row in csv.DictReader(file)}
    with gzip.open(os.path.join(folder, "bitbrains50_hourly_mean_mhz.csv.gz"), "rt") as file:
        rows = [row for row in csv.reader(file)][1:]
    out = []
    for _ in range(count):
        row, shift, gain = dice.choice(rows), dice.randrange(30) * DAY, dice.uniform(1, 3)
        vm, capacity = meta[row[0]], float(meta[row[0]]["cpu_capacity"])
        share = [min(1, gain * float(value or 0) / capacity) for value in row[1:HOURS + 1]]
        out.append((share[-shift:] + share[:-shift] if shift else share, min(16, int(vm["cpu_count"]))))
    return out


class World:
    def __init__(self, seed, args):
        dice = random.Random(seed)
        vms = traced(args.traces, dice, args.vms) if args.traces else made(dice, args.vms)
        self.hosts, self.vcpus = args.hosts, [vcpus for _, vcpus in vms]
        self.load = [[share * vcpus for share in shares] for shares, vcpus in vms]
        self.memory = [dice.choice([4096, 8192, 8192, 16384, 32768]) for _ in vms]
        # Half of the pool is used as a mean over the month.
        self.cores = max(1, round(sum(map(sum, self.load)) / HOURS / args.hosts / 0.5))
        self.start = self.skewed(dice)

    def skewed(self, dice):
        weights, free, place = [dice.betavariate(2, 4) + 0.05 for _ in range(self.hosts)], [MEMORY - RESERVED] * self.hosts, []
        for memory in self.memory:
            host = None
            while host is None or free[host] - memory <= 16384:
                host = dice.choices(range(self.hosts), weights)[0]
            free[host] -= memory
            place.append(host)
        return place

    def judge(self, place, begin):
        hours = cores = 0
        for hour in range(begin, min(HOURS, begin + DAY)):
            load = [0.0] * self.hosts
            for vm, host in enumerate(place):
                load[host] += self.load[vm][hour]
            over = [x - CEILING * self.cores for x in load if x > CEILING * self.cores]
            hours, cores = hours + len(over), cores + sum(over)
        return hours, cores


class Ours:
    """p2v on the hours of the last seven days, or on a profile of one week."""

    def __init__(self, p2v, profile, folder):
        self.p2v, self.profile, self.folder, self.moved = p2v, profile, folder, {}
        self.name = "p2v, one week as a profile" if profile else "p2v"

    def hours(self, load, now):
        last = load[now - 168:now]
        if self.profile:
            last = [max(pair) for pair in zip(last, load[now - 336:now - 168])]
        return [round(x, 4) for x in last]

    def state(self, world, place, now):
        hosts = [{"name": f"h{h}", "cores": world.cores, "memoryMiB": MEMORY, "reservedMiB": RESERVED} for h in range(world.hosts)]
        machines = []
        for vm, host in enumerate(place):
            made = {"name": f"v{vm}", "host": f"h{host}", "vcpus": world.vcpus[vm], "memoryMiB": world.memory[vm],
                    "hourlyCores": self.hours(world.load[vm], now)}
            if vm in self.moved:
                made["movedAt"], made["movedFrom"] = self.moved[vm]
            machines.append(made)
        days = {} if self.profile else {"days": 7}
        return {"format": "p2v-cluster/1", "at": now * 3600, **days, "hosts": hosts, "machines": machines}

    def plan(self, world, place, now):
        path = os.path.join(self.folder, "state.json")
        with open(path, "w") as file:
            json.dump(self.state(world, place, now), file)
        run = subprocess.run([self.p2v, "rebalance", "--json", "--simulate", path], capture_output=True, text=True)
        if run.returncode not in (0, 2):
            raise SystemExit(f"p2v ended with {run.returncode}: {run.stderr}")
        place, moves = list(place), json.loads(run.stdout)["moves"]
        for move in moves:
            vm = int(move["vm"][1:])
            place[vm] = int(move["to"][1:])
            self.moved[vm] = (now * 3600, move["from"])
        return place, len(moves)


class Theirs:
    """hbal on the mean of the last days."""

    def __init__(self, hbal, days, folder):
        self.hbal, self.days, self.folder = hbal, days, folder
        self.name = f"hbal, mean of {days} day{'s' if days > 1 else ''}"

    def files(self, world, place, now):
        free = [MEMORY - RESERVED] * world.hosts
        for vm, host in enumerate(place):
            free[host] -= world.memory[vm]
        limits = "128,1,1024,1,1,1|128,1,1024,1,1,1;32768,8,1048576,16,8,12|ext|64.0|32.0"
        lines = ["group|uuid|preferred||", ""]
        lines += [f"node{h:04d}|{MEMORY}|{RESERVED}|{free[h]}|8000000|8000000|{world.cores}|{'N' if h else 'M'}|uuid|1" for h in range(world.hosts)]
        lines += [""] + [f"vm{v:06d}|{world.memory[v]}|20480|{world.vcpus[v]}|running|Y|node{h:04d}||ext||1" for v, h in enumerate(place)]
        lines += ["", "", f"|{limits}", f"group|{limits}", ""]
        cluster, dynamic = os.path.join(self.folder, "cluster"), os.path.join(self.folder, "dynamic")
        with open(cluster, "w") as file:
            file.write("\n".join(lines))
        with open(dynamic, "w") as file:
            for vm, load in enumerate(world.load):
                file.write(f"vm{vm:06d} {sum(load[now - DAY * self.days:now]) / DAY / self.days:.6f} 0 0 0\n")
        return cluster, dynamic

    def plan(self, world, place, now):
        cluster, dynamic = self.files(world, place, now)
        run = subprocess.run([self.hbal, "-t", cluster, "-U", dynamic], capture_output=True, text=True,
                             env={**os.environ, "HTOOLS": "hbal"}, check=True)
        place, count = list(place), 0
        for line in run.stdout.splitlines():
            words = line.split()
            if "=>" in words:  # 1. vm000017 node0003 => node0007 0.31 a=m:…
                vm = next(word for word in words if word.startswith("vm"))
                place[int(vm[2:])] = int(words[words.index("=>") + 1][4:8])
                count += 1
        return place, count


class Nobody:
    name = "nobody"

    def plan(self, world, place, now):
        return place, 0


def nights(world, planner):
    place, moves, hours, cores = world.start, [], 0, 0.0
    for night in range(NIGHTS):
        now = (FIRST + night) * DAY + 2
        place, count = planner.plan(world, place, now)
        more = world.judge(place, now)
        moves.append(count)
        hours, cores = hours + more[0], cores + more[1]
    return moves, hours, cores


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--p2v", required=True)
    parser.add_argument("--hbal")
    parser.add_argument("--hbal-days", default="7")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--traces")
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--vms", type=int, default=200)
    parser.add_argument("--each", action="store_true", help="a line a seed")
    parser.add_argument("--brief", action="store_true", help="p2v alone")
    args = parser.parse_args()
    seeds = [int(seed) for seed in args.seeds.split(",")]
    worlds = [World(seed, args) for seed in seeds]
    with tempfile.TemporaryDirectory() as folder:
        makers = [lambda: Ours(args.p2v, False, folder)]
        if not args.brief:
            makers += [Nobody, lambda: Ours(args.p2v, True, folder)]
        if args.hbal:
            makers += [lambda days=int(days): Theirs(args.hbal, days, folder) for days in args.hbal_days.split(",")]
        for make in makers:
            results = []
            for seed, world in zip(seeds, worlds):
                planner = make()
                moves, hours, cores = nights(world, planner)
                results.append((sum(moves), hours, cores))
                if args.each:
                    print(f"  seed {seed}: {planner.name}: moves {sum(moves)} {moves}, host-hours {hours}, core-hours {cores:.0f}")
            mean = [sum(result[i] for result in results) / len(results) for i in range(3)]
            print(f"{planner.name:28s} moves {mean[0]:6.1f}  host-hours above 80 % {mean[1]:7.1f}  core-hours above {mean[2]:7.1f}", flush=True)


main()
