#!/usr/bin/env python3
"""Random clusters for the balancer's benchmark; the same seed gives the same file.

balancer-clusters.py ganeti HOSTS VMS SEED  Ganeti text format: 256 GiB, 64 CPU hosts, skewed placement, shared storage
balancer-clusters.py hot    HOSTS VMS SEED  p2v-cluster/1: the busiest sixth of the VMs packed on a tenth of the hosts;
                                            the fewest moves that can bring all hosts to 80 % stand on standard error
"""
import json
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
    json.dump({
        "format": "p2v-cluster/1",
        "hosts": [{"name": f"h{i}", "cores": c, "memoryMiB": m} for i, (c, m) in enumerate(sizes)],
        "machines": [
            {"name": n, "vcpus": v, "memoryMiB": m, "load": {"cores": c}, "host": f"h{h}"}
            for n, v, m, c, h in machines
        ],
    }, sys.stdout)


kind, hosts, vms, seed = sys.argv[1], *map(int, sys.argv[2:5])
{"ganeti": ganeti, "hot": hot}[kind](hosts, vms, random.Random(seed))
