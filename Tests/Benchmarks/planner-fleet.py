#!/usr/bin/env python3
"""A fleet of servers for planner.py, from real traces: 168 hourly values of CPU GHz, memory GB, disk operations and network.

  planner-fleet.py TRACES fleet10k.f32 [SERVERS, default 10000]        (pip install numpy)

TRACES holds planetlab_*_cpu.csv.gz (PlanetLab days: a name, then 288 values of five minutes in percent) and
gcd2011_vms_cpu.csv.gz, gcd2011_vms_mem.csv.gz (Google's ClusterData2011, likewise). Written are float32 values, little
endian, [server][resource][hour]. The same traces and count give the same bytes: the seed is fixed.
"""
import glob, gzip, os, sys
import numpy as np

SEED, HOURS = 20261123, 168


def hours(path, kind):
    """The highest value of each hour of a day, as a share of the whole."""
    with gzip.open(path, "rt") as file:
        rows = [[kind(x) for x in line.split(",")[1:]] for line in file]
    return np.array(rows, dtype=np.float32).reshape(-1, 24, 12).max(2) / 100


def one_of(dice, days):
    return days[dice.integers(len(days))]


def server(dice, days, cpu_days, memory_days, gigahertz, gigabytes):
    """A week of one server. The order of the draws is part of the recipe."""
    business = dice.random() < 0.5
    hour, day = np.arange(HOURS) % 24, np.arange(HOURS) // 24
    shape = np.where((hour >= 8) & (hour < 18) & (day < 5), 1.0, 0.35) if business else np.ones(HOURS)
    chosen = [days[k] for k in dice.integers(0, 10, 7)]
    week = np.concatenate([one_of(dice, day) for day in chosen]) * shape
    other, memory = one_of(dice, cpu_days), one_of(dice, memory_days)
    load = np.minimum(1, 0.6 * week + 0.4 * np.tile(np.roll(other, dice.integers(24)), 7))
    filled = np.minimum(1, 0.2 + np.tile(memory, 7) + dice.normal(0, 0.01, HOURS)).clip(0.05)
    operations = (load * dice.lognormal(6.0, 0.8)).clip(5, 20000)
    megabits = (load * dice.lognormal(4.0, 1.0)).clip(0.1, 8000)
    return load * gigahertz, filled * gigabytes, operations, megabits


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    traces, output, count = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) == 4 else 10_000
    days = [hours(path, int) for path in sorted(glob.glob(os.path.join(traces, "planetlab_*_cpu.csv.gz")))]
    if len(days) < 10:
        sys.exit(f"{traces} has {len(days)} of 10 files planetlab_*_cpu.csv.gz")
    memory_days = hours(os.path.join(traces, "gcd2011_vms_mem.csv.gz"), float)
    cpu_days = hours(os.path.join(traces, "gcd2011_vms_cpu.csv.gz"), float)
    dice = np.random.Generator(np.random.PCG64(SEED))
    gigahertz = dice.choice([4, 8, 8, 16, 16, 24, 32], count) * 2.4
    gigabytes = dice.choice([8, 16, 16, 32, 32, 64, 128], count)
    fleet = np.zeros((count, 4, HOURS), np.float32)
    for i in range(count):
        fleet[i] = server(dice, days, cpu_days, memory_days, gigahertz[i], gigabytes[i])
    fleet.tofile(output)


if __name__ == "__main__":
    main()
