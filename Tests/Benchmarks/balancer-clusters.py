#!/usr/bin/env python3
"""Random clusters for the balancer's benchmark; the same seed gives the same file.

balancer-clusters.py ganeti HOSTS VMS SEED  Ganeti text format: 256 GiB, 64 CPU hosts, skewed placement, shared storage
balancer-clusters.py hot    HOSTS VMS SEED  p2v-cluster/1: the busiest sixth of the VMs packed on a tenth of the hosts;
                                            the fewest moves that can bring all hosts to 80 % stand on standard error
balancer-clusters.py week   HOSTS VMS SEED  the same, each VM with 168 hours of cores, disk and network; memory is
                                            the fourth resource
balancer-clusters.py copies FILE N          N copies of a snapshot beside each other, as one pool
"""
import json
import math
import random
import sys


def ganeti(hosts, vms, dice):
    weights = [0.05 + dice.betavariate(2, 4) for _ in range(hosts)]
    free, cpus, lines = [258048] * hosts, [0] * hosts, []
    for vm in range(vms):
        memory, vcpus = dice.choice([512, 1024, 2048, 4096, 8192, 16384]), dice.choice([1, 1, 2, 2, 4])
        for _ in range(1000):
            host = dice.choices(range(hosts), weights)[0]
            if free[host] - memory > 32768 and cpus[host] + vcpus <= 256:
                break
        else:
            continue
        free[host] -= memory
        cpus[host] += vcpus
        lines.append(f"vm{vm:06d}|{memory}|20480|{vcpus}|running|Y|node{host:04d}||ext||1")
    limits = "128,1,1024,1,1,1|128,1,1024,1,1,1;32768,8,1048576,16,8,12|ext|4.0|32.0"
    print("group|uuid|preferred||\n")
    for host in range(hosts):
        print(f"node{host:04d}|262144|4096|{free[host]}|8000000|8000000|64|{'N' if host else 'M'}|uuid|1")
    print("\n" + "\n".join(lines) + f"\n\n\n|{limits}\ngroup|{limits}")


def hot(hosts, vms, dice):
    sizes = [(32, 262144) if host % 2 == 0 else (64, 524288) for host in range(hosts)]
    free = [memory for _, memory in sizes]
    machines = []
    for vm in range(vms):
        vcpus = dice.choice([2, 2, 4, 4, 8])
        load = round(vcpus * min(1, dice.betavariate(1.2, 3) * dice.uniform(1, 3)), 3)
        machines.append([f"v{vm}", vcpus, dice.choice([4096, 8192, 8192, 16384, 32768]), load, None])
    busy = sorted(machines, key=lambda m: -m[3])
    for machine in busy[: vms // 6]:
        machine[4] = next((h for h in range(max(1, hosts // 10)) if free[h] >= machine[2]), None)
        if machine[4] is not None:
            free[machine[4]] -= machine[2]
    for machine in machines:
        while machine[4] is None:
            host = dice.randrange(hosts)
            if free[host] >= machine[2]:
                free[host] -= machine[2]
                machine[4] = host
    fewest = 0
    for host, (cores, _) in enumerate(sizes):
        loads = sorted((m[3] for m in machines if m[4] == host), reverse=True)
        excess = sum(loads) - 0.8 * cores
        for load in loads:
            if excess <= 0:
                break
            excess -= load
            fewest += 1
    print(f"at least {fewest} moves are needed", file=sys.stderr)
    return sizes, machines


def cluster(sizes, machines, week, dice):
    """Hours around the mean that `hot` gave: a day's wave with its peak anywhere, quieter at weekends, and noise."""
    def hours(mean, peak):
        return [
            round(mean * (0.55 + 0.45 * math.cos((h % 24 - peak) * math.pi / 12)) * (0.6 if h >= 120 else 1)
                  * dice.uniform(0.8, 1.2), 3)
            for h in range(168)
        ]

    def machine(name, vcpus, memory, load, host):
        made = {"name": name, "vcpus": vcpus, "memoryMiB": memory, "load": {"cores": load}, "host": f"h{host}"}
        if week:
            peak, disk, network = dice.randrange(24), dice.expovariate(1 / 2e6), dice.expovariate(1 / 1e6)
            made["hourlyCores"], made["hourlyDisk"] = hours(load, peak), hours(round(disk), peak)
            made["hourlyNetwork"] = hours(round(network), peak)
        return made

    rates = {"diskBytesPerSecond": 2e8, "networkBytesPerSecond": 1.2e8} if week else {}
    return {
        "format": "p2v-cluster/1",
        "hosts": [{"name": f"h{i}", "cores": c, "memoryMiB": m, **rates} for i, (c, m) in enumerate(sizes)],
        "machines": [machine(*values) for values in machines],
    }


def copies(path, count):
    one = json.load(open(path))
    both = {"hosts": [], "vms": []}
    for index in range(count):
        both["hosts"] += [{**host, "id": f"{host['id']}-{index}"} for host in one["hosts"]]
        both["vms"] += [{**vm, "id": f"{vm['id']}-{index}", "host": f"{vm['host']}-{index}"} for vm in one["vms"]]
    return both


kind = sys.argv[1]
if kind == "copies":
    json.dump(copies(sys.argv[2], int(sys.argv[3])), sys.stdout)
else:
    size, dice = (int(sys.argv[2]), int(sys.argv[3])), random.Random(int(sys.argv[4]))
    if kind == "ganeti":
        ganeti(*size, dice)
    else:
        json.dump(cluster(*hot(*size, dice), kind == "week", dice), sys.stdout)
