#!/usr/bin/env python3
"""Judges how p2v reads Ansible inventories: random ones, each read by ansible-inventory and by p2v scan.

    Tests/Benchmarks/inventories.py [PATH-OF-P2V] [COUNT] [SEED]

Needs ansible-core (ansible-inventory). Nothing is connected to: an ssh that only writes down where it was asked to go
stands first in PATH. Equal means that the same logins, addresses and ports are asked for, each once. Half of the files
are INI, half are YAML. What Ansible itself refuses (groups that hold each other) is not among them.
"""
import json, os, random, shutil, subprocess, sys, tempfile

p2v = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/debug/p2v")
count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)

SSH = """#!/bin/sh
p=; case "$1" in -G) exit 1;; esac
while [ $# -gt 0 ]; do
    case "$1" in -p) p=$2; shift;; -o|-F) shift;; --) d=$2; break;; esac
    shift
done
echo "$d $p" >"$(mktemp "$P2V_ASKED/XXXXXXXX")"
echo 'Permission denied (publickey).' >&2
exit 255
"""


def chance(share):
    return dice.random() < share


def names():
    """A host pattern as people write it."""
    stem = dice.choice(["web", "db-", "node", "srv", "k8s-"])
    kind = dice.randrange(6)
    if kind == 0:
        low = dice.randrange(1, 9)
        return f"{stem}[{low:02}:{low + dice.randrange(4):02}].lab"
    if kind == 1:
        return f"{stem}[a:{dice.choice('abcd')}].lab"
    if kind == 2:
        return f"{stem}[1:{dice.randrange(2, 9)}:{dice.randrange(1, 4)}]"
    if kind == 3:
        return f"[{dice.randrange(1, 3)}:3].{stem}x.lab"
    if kind == 4:
        return f"{stem}[1:2]-[a:b].lab"
    return f"{stem}{dice.randrange(30)}.lab"


def address():
    return dice.choice([f"10.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(1, 255)}", f"2001:db8::{dice.randrange(1, 9999)}",
                        f"h{dice.randrange(99)}.example.net"])


def variables(one):
    """What a host or a group says; `one` host may have an address of its own."""
    said = {}
    if one and chance(0.4):
        said[dice.choice(["ansible_host", "ansible_ssh_host"])] = address()
    if chance(0.4):
        said[dice.choice(["ansible_user", "ansible_user", "ansible_ssh_user"])] = dice.choice(["root", "ops", "deploy", "svc-scan"])
    if chance(0.3):
        said[dice.choice(["ansible_port", "ansible_port", "ansible_ssh_port"])] = dice.randrange(1, 65536)
    for key, values in {"http_port": [80, 8080], "user": ["nobody"], "port": [1], "host": ["elsewhere"],
                        "note": ["two words", "a # no comment", "x=y"], "ansible_become": [True]}.items():
        if chance(0.15):
            said[key] = dice.choice(values)
    # The old and the new name of one setting, said at different places, are a question of Ansible's plugins.
    return {key.replace("_ssh_", "_") if not one else key: value for key, value in said.items()}


def groups():
    """Group → (hosts with variables, variables, children). A group holds only later ones, so that none hold each other."""
    all_names = [f"g{number}" for number in range(dice.randrange(1, 7))]
    dice.shuffle(all_names)
    made, seen = {}, []
    for at, name in enumerate(all_names):
        hosts = []
        for _ in range(dice.randrange(0, 4)):
            pattern = dice.choice(seen) if seen and chance(0.3) else names()
            seen.append(pattern)
            hosts.append((pattern, variables("[" not in pattern)))
        said = variables(False) if chance(0.6) else {}
        if chance(0.2):
            said["ansible_group_priority"] = dice.randrange(1, 5)
        children = [child for child in all_names[at + 1:] if chance(0.3)]
        made[name] = (hosts, said, children)
    return made


def quoted(value):
    text = str(value)
    if " " in text or "=" in text or "#" in text:
        return f'"{text}"' if chance(0.5) else f"'{text}'"
    return dice.choice([text, text, f'"{text}"'])


def comment(before=" "):
    return before + dice.choice(["# as it was", "#old", "# front=ends"]) if chance(0.2) else ""


def ini(made):
    lines = ["# our servers", ""]
    if chance(0.5):
        lines.append(f"lone{dice.randrange(9)}.lab " + " ".join(f"{key}={quoted(value)}" for key, value in variables(True).items()))
    sections = []
    for name, (hosts, said, children) in made.items():
        block = [f"[{name}]" + comment("   ")]
        for pattern, own in hosts:
            if chance(0.15) and "ansible_port" not in own and "ansible_ssh_port" not in own:
                pattern += f":{dice.randrange(1, 65536)}"
            block.append(" ".join([pattern] + [f"{key}={quoted(value)}" for key, value in own.items()]) + comment())
        sections.append(block)
        if said:
            # Ansible reads the rest of the line as a value: a comment behind a word would be part of it.
            sections.append([f"[{name}:vars]" + comment()] + [f"{key}{dice.choice(['=', ' = '])}{value}" for key, value in said.items()])
        if children:
            sections.append([f"[{name}:children]" + comment()] + [child + comment() for child in children])
    if chance(0.4):
        sections.append(["[all:vars]", f"ansible_user={dice.choice(['everyone', 'root'])}"])
    dice.shuffle(sections)
    for block in sections:
        lines += block + ([""] if chance(0.8) else [])
    return "\n".join(lines) + "\n"


def yaml(made):
    def value(said):
        return f'"{said}"' if isinstance(said, str) and not chance(0.5) or "#" in str(said) else str(said).lower() if isinstance(said, bool) else str(said)

    def group(name, indent):
        hosts, said, children = made[name]
        pad = " " * indent
        text = f"{pad}{name}:\n"
        if hosts:
            text += f"{pad}  hosts:\n"
            for pattern, own in dict(hosts).items():
                key = f'"{pattern}"' if "[" in pattern else pattern
                text += f"{pad}    {key}:{comment()}\n" + "".join(f"{pad}      {key}: {value(said)}\n" for key, said in own.items())
        if said:
            text += f"{pad}  vars:\n" + "".join(f"{pad}    {key}: {value(own)}{comment()}\n" for key, own in said.items())
        if children:
            text += f"{pad}  children:\n" + "".join(f"{pad}    {child}:\n" for child in children)
        return text
    if chance(0.5):
        return "---\n" + "".join(group(name, 0) for name in made)
    return ("---\nall:\n  vars:\n    ansible_user: everyone\n  children:\n" if chance(0.5) else "all:\n  children:\n") + "".join(group(name, 4) for name in made)


def wanted(path):
    """The set of (user, host, port) that Ansible would connect to; nil where it refuses the file."""
    told = subprocess.run(["ansible-inventory", "-i", path, "--list"], capture_output=True, text=True,
                          env={**os.environ, "ANSIBLE_INVENTORY_UNPARSED_FAILED": "1", "ANSIBLE_DEPRECATION_WARNINGS": "0"})
    if told.returncode:
        return None
    tree = json.loads(told.stdout)
    known = tree["_meta"]["hostvars"]
    hosts = {host for group in tree.values() for host in group.get("hosts", [])}
    found = set()
    for host in hosts:
        said = known.get(host, {})
        last = lambda key: said.get(f"ansible_ssh_{key}", said.get(f"ansible_{key}"))
        found.add((last("user"), last("host") or host, last("port") and str(last("port"))))
    return found


def asked(path, work):
    log = os.path.join(work, "asked")
    shutil.rmtree(log, ignore_errors=True)
    os.mkdir(log)
    said = subprocess.run([p2v, "scan", "--inventory", path, "--store", os.path.join(work, "store.sqlite")], capture_output=True, text=True,
                          env={**os.environ, "PATH": work + ":" + os.environ["PATH"], "P2V_ASKED": log})
    if not os.listdir(log):
        return None, said.stderr
    found = []
    for name in os.listdir(log):
        place, port = open(os.path.join(log, name)).read().rstrip("\n").split(" ")
        user, _, host = place.rpartition("@")
        found.append((user or None, host, port or None))
    return found, said.stderr


def main():
    equal = refused = empty = 0
    with tempfile.TemporaryDirectory() as work:
        with open(os.path.join(work, "ssh"), "w") as file:
            file.write(SSH)
        os.chmod(os.path.join(work, "ssh"), 0o700)
        number = 0
        while number < count:
            is_yaml = number % 2 == 1
            made = groups()
            path = os.path.join(work, f"hosts{number}" + (".yaml" if is_yaml else ""))
            with open(path, "w") as file:
                file.write(yaml(made) if is_yaml else ini(made))
            right = wanted(path)
            if right is None:
                refused += 1
                print(f"refused by Ansible:\n{open(path).read()}")
                continue
            if not right:
                empty += 1
                continue
            number += 1
            got, words = asked(path, work)
            if got is not None and set(got) == right and len(got) == len(right):
                equal += 1
            else:
                print(f"--- {path}\n{open(path).read()}\n    Ansible only: {sorted(map(str, right - set(got or [])))}\n"
                      f"    p2v only: {sorted(map(str, set(got or []) - right))}\n    {words if got is None else ''}")
    print(f"{equal} of {count} inventories are read as Ansible reads them ({refused} refused by Ansible, {empty} without a server)")
    sys.exit(equal != count)


main()
