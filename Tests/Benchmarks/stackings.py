#!/usr/bin/env python3
"""Random stackings of partition table, md, LVM, LUKS and file system, each disk used twice over, copied by p2v from a loop
device with its proof, and judged outside of p2v: what the second owner reads must be in the copy.

The tools themselves write: sfdisk, pvcreate, vgcreate, lvcreate, luksFormat, mkfs, mkswap, and the kernel's own file systems (files
are made and removed). Where the kernel has no md, its superblocks are made here, with their checksums: `mdadm --examine` must take
them. Where it has no device mapper, what lies in LUKS is noise, and nothing is ever open. Half of the disk holds something before
the first use, so that what is left out differs from the copy.

Equal means: the bytes of every mark and of every block that a raw owner wrote; all files of a file system, by a mount of the copy;
and the first and last 64 MiB of the disk and of every partition, byte by byte.

usage: stackings.py [--p2v PATH/p2v] [--stackings 200] [--first 0] [--seed 1]
Needs root, loop devices, mdadm, lvm2, cryptsetup, fdisk, util-linux-extra (partx), e2fsprogs, xfsprogs, btrfs-progs. 4 to 12 s each.
"""
import argparse, hashlib, json, os, random, shutil, signal, struct, subprocess, sys, tempfile

MIB = 1 << 20
SIZE = 512 * MIB
ENDS = 64 * MIB
MAGIC = 0xA92B4EFC


def run(*command, data=None, good=(0,)):
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, close_fds=True)
    if done.returncode not in good:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}: {done.stderr.decode(errors='replace')[-400:]}")
    return done.stdout.decode(errors="replace")


def put(path, offset, data):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


def noise(count):
    return random.randbytes(count).replace(b"\0", b"\1")


class Loop:
    """A part of a file as a device."""

    def __init__(self, path, start=0, size=0, *options):
        window = ["-o", str(start)] + (["--sizelimit", str(size)] if size else [])
        self.device = run("losetup", "-f", "--show", *window, *options, path).strip()

    def __enter__(self):
        return self.device

    def __exit__(self, *_):
        run("losetup", "-d", self.device)


class Mount:
    def __init__(self, device, point, options="defaults"):
        self.device, self.point, self.options = device, point, options

    def __enter__(self):
        run("mount", "-o", self.options, self.device, self.point)
        return self.point

    def __exit__(self, *_):
        run("umount", self.point)


def files(point):
    found = {}
    for folder, _, names in os.walk(point):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                found[os.path.relpath(os.path.join(folder, name), point)] = hashlib.sha256(file.read()).hexdigest()
    return found


def folded(words):
    total = sum(words)
    return ((total & 0xFFFFFFFF) + (total >> 32)) & 0xFFFFFFFF


def superblock_one(place, start, size, level, born):
    """md's metadata 1.x (Linux, include/uapi/linux/raid/md_p.h, struct mdp_superblock_1); bytes from the member's start.
    Of two superblocks on a disk mdadm takes the one that was born later."""
    block = bytearray(512)
    struct.pack_into("<IIII", block, 0, MAGIC, 1, 0, 0)
    block[16:32], block[32:64] = random.randbytes(16), b"host:0".ljust(32, b"\0")
    struct.pack_into("<QiIQIIII", block, 64, born, level, 2 if level == 5 else 0, size // 512, 128, 2 if level == 1 else 3, 0, 0)
    struct.pack_into("<QQQQ", block, 128, start // 512, size // 512, place // 512, 0)
    block[168:184] = random.randbytes(16)
    struct.pack_into("<QQQII", block, 192, 1700000000, 17, 0xFFFFFFFFFFFFFFFF, 0, 128)
    struct.pack_into("<HHH", block, 256, 0, 1, 2)
    struct.pack_into("<I", block, 216, folded(struct.unpack("<128I", block)))
    return bytes(block)


def superblock_old(size, level, born):
    """md's metadata 0.90 (the same header, mdp_super_t): 1,024 words, three disks."""
    words = [0] * 1024
    disks = 2 if level == 1 else 3
    words[0:16] = [MAGIC, 0, 90, 0, 0, random.getrandbits(32), born, level & 0xFFFFFFFF, size // 1024, disks, disks, 0, 0,
                   random.getrandbits(32), random.getrandbits(32), random.getrandbits(32)]
    words[32:38] = [1700000000, 1, disks, disks, 0, 0]
    words[39:41], words[64:66] = [17, 0], [2 if level == 5 else 0, 65536]
    for disk in range(disks):
        words[128 + 32 * disk:133 + 32 * disk] = [disk, 8, 1 + 16 * disk, disk, 6]
    words[992:997] = [0, 8, 1, 0, 6]
    words[38] = folded(words)
    return struct.pack("<1024I", *words)


class Life:
    """One use of a disk: what was written, and what its owner reads back."""

    def __init__(self, path, work, number):
        self.path, self.work, self.number = path, work, number
        self.marks, self.systems, self.places, self.said = [], [], [(0, SIZE)], []

    def write(self, offset, data):
        put(self.path, offset, data)
        self.marks.append((offset, data))

    def scatter(self, start, end):
        blocks = [(end - start) // 4096 - 1] + [random.randrange(4, (end - start) // 4096) for _ in range(80)]
        for block in blocks:
            self.write(start + block * 4096, noise(4096))

    def live(self):
        kind = random.choice(["none", "none", "mbr", "logical", "gpt", "two"])
        self.said.append(kind)
        if kind == "none":
            return self.member(0, SIZE)
        inner, middle = (1 * MIB, SIZE - 1 * MIB), 170 * MIB
        parts = {"mbr": [inner], "gpt": [inner], "two": [(MIB, middle), (middle, SIZE - MIB)],
                 "logical": [(MIB, 2 * MIB), (4 * MIB, middle), (middle + MIB, SIZE)]}[kind]
        lines = [f"start={a // 512},size={(b - a) // 512}" for a, b in parts]
        if kind == "logical":
            lines.insert(1, f"start={3 * MIB // 512},type=5")
        label = "gpt" if kind in ("gpt", "two") else "dos"
        run("sfdisk", "-q", "--wipe", "never", "--wipe-partitions", "never", self.path,
            data="\n".join([f"label: {label}"] + lines + [""]).encode())
        self.places += parts
        for start, end in parts:
            if end - start > MIB:
                self.member(start, end)

    def member(self, start, end):
        kind = random.choice(["none"] * 4 + ["0.90", "1.0", "1.1", "1.2"])
        if kind == "none":
            return self.volumes(start, end)
        size, level = end - start, random.choice([1, 1, 5])
        place = {"0.90": size // 65536 * 65536 - 65536, "1.0": (size // 512 - 16) // 8 * 8 * 512, "1.1": 0, "1.2": 4096}[kind]
        low, high = (MIB, size) if kind in ("1.1", "1.2") else (0, place)
        self.said.append(f"md {kind} level {level}")
        born = 1700000000 + self.number
        block = superblock_old(place, level, born) if kind == "0.90" else superblock_one(place, low, high - low, level, born)
        self.write(start + place, block)
        with Loop(self.path, start, size) as device:
            told = run("mdadm", "--examine", device)
            if f"Version : {kind}" not in told or "correct" not in told.split("Checksum")[1].splitlines()[0]:
                raise RuntimeError(f"mdadm does not take the superblock {kind}: {told}")
        if level == 1:
            self.volumes(start + low, start + high)
        else:
            # A third of stripes and parity.
            self.scatter(start + low, start + high)

    def volumes(self, start, end):
        if random.random() < 0.7:
            return self.encrypted(start, end)
        group, count = f"stack{os.getpid()}x{self.number}x{len(self.said)}", random.choice([1, 2])
        self.said.append(f"LVM of {count}")
        with Loop(self.path, start, end - start) as device:
            only = ["--config", f'devices {{ use_devicesfile=0 md_component_detection=0 filter=["a|^{device}$|","r|.*|"] }}']
            run("pvcreate", "-q", "-ff", "-y", *only, device)
            run("vgcreate", "-q", "-y", *only, group, device)
            extents = (end - start) // (4 * MIB) - 2
            for name in range(count):
                run("lvcreate", "-q", "-y", "--driverloaded", "n", "-an", "-Zn", "-Wn", "-n", f"lv{name}", "-l",
                    str(extents * 7 // 8 // count), *only, group)
            told = json.loads(run("lvs", "--driverloaded", "n", "--reportformat", "json", "-o", "seg_pe_ranges", *only, group))
            first = int(run("pvs", "--noheadings", "--nosuffix", "--units", "b", "-o", "pe_start", *only, device))
            ranges = [row["seg_pe_ranges"].split(":")[1].split("-") for row in told["report"][0]["lv"]]
        for low, high in ranges:
            self.encrypted(start + first + int(low) * 4 * MIB, start + first + (int(high) + 1) * 4 * MIB)

    def encrypted(self, start, end):
        if random.random() < 0.8:
            return self.content(start, end)
        kind = random.choice(["luks1", "luks2"])
        self.said.append(kind)
        with Loop(self.path, start, end - start) as device:
            run("cryptsetup", "luksFormat", "-q", "--type", kind, "--pbkdf-force-iterations", "1000", "--pbkdf", "pbkdf2", device,
                "-", data=b"a key")
        head = 16 * MIB if kind == "luks2" else 2 * MIB
        with open(self.path, "rb") as file:
            file.seek(start)
            self.marks.append((start, file.read(head)))
        self.scatter(start + head, end)

    def content(self, start, end):
        kinds = ["ext4", "swap", "raw"] + (["btrfs"] if end - start > 120 * MIB else []) + (["xfs"] * 2 if end - start > 310 * MIB else [])
        kind = random.choice(kinds)
        self.said.append(kind)
        if kind == "raw":
            self.write(start, noise(8192))
            return self.scatter(start, end)
        with Loop(self.path, start, end - start) as device:
            make = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q", "-f"], "btrfs": ["mkfs.btrfs", "-q", "-f"],
                    "swap": ["mkswap", "-q"]}[kind]
            # As they come: blocks are not discarded, or there would be nothing left of the earlier use.
            run(*make, *({"ext4": ["-E", "nodiscard"], "xfs": ["-K"], "btrfs": ["-K"], "swap": []}[kind]), device)
            if kind != "swap":
                with Mount(device, f"{self.work}/point", "nodiscard") as point:
                    for number in range(12):
                        with open(f"{point}/{number}", "wb") as file:
                            file.write(noise(random.choice([100, 5000, 300_000, 2_000_000])))
                    os.sync()
                    for number in range(0, 12, 3):
                        os.remove(f"{point}/{number}")
                    self.systems.append((kind, start, end - start, files(point)))
        if kind == "swap":
            self.scatter(start, end)


def copied(options, life, disk, copy, work):
    """Copies from a loop device, with a file system mounted where that is one and chance wants it; answers what p2v says."""
    for path in (copy, copy + ".manifest.json"):
        if os.path.exists(path):
            os.remove(path)
    with Loop(disk) as device:
        run("partx", "-a", device, good=(0, 1))
        try:
            plain = [s for s in life.systems if len(life.said) <= 3 and (s[1], s[1] + s[2]) in life.places]
            mounted = random.choice(plain) if plain and random.random() < 0.5 else None
            command = [options.p2v, "copy", device, copy, "--json"]
            if mounted is None:
                return json.loads(run(*command)), False
            parts = [device] + sorted(f"/dev/{name}" for name in os.listdir("/sys/class/block/" + device[5:])
                                      if name.startswith(device[5:]))
            starts = {node: int(open(f"/sys/class/block/{node[5:]}/start").read()) * 512 if node != device else 0 for node in parts}
            node = [n for n in parts if starts[n] == mounted[1] and (n != device or life.places == [(0, SIZE)])][0]
            with Mount(node, f"{work}/point", "nodiscard"):
                os.sync()
                return json.loads(run(*command)), True
        finally:
            run("partx", "-d", device, good=(0, 1))


def wrong(life, disk, copy, work, wasMounted):
    """What the second owner does not find in the copy; None where all is there. Unmounting writes to the ends, after the copy."""
    with open(disk, "rb") as there, open(copy, "rb") as here:
        # What a later part of the same life wrote over counts.
        for offset, data in life.marks:
            there.seek(offset), here.seek(offset)
            if there.read(len(data)) != here.read(len(data)):
                return f"byte {offset}"
        for start, end in [] if wasMounted else life.places:
            for low, high in ((start, min(end, start + ENDS)), (max(start, end - ENDS), end)):
                there.seek(low), here.seek(low)
                if there.read(high - low) != here.read(high - low):
                    return f"the end at {low}"
    for kind, start, size, wanted in life.systems:
        options = f"loop,offset={start},sizelimit={size}" + (",nouuid" if kind == "xfs" else "")
        with Mount(copy, f"{work}/point", options) as point:
            if files(point) != wanted:
                return f"a file of {kind} at {start}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--p2v", default=".build/debug/p2v")
    parser.add_argument("--stackings", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.p2v = os.path.abspath(options.p2v)
    # Told to end, it lets go of its loop devices and mounts, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work = tempfile.mkdtemp(prefix="p2v-stack-", dir="/var/tmp")
    os.environ["HOME"] = work
    done, equal, refused, mounts, less, samples = 0, 0, 0, 0, 0, 0
    disk, copy = f"{work}/disk", f"{work}/copy.raw"
    try:
        os.mkdir(f"{work}/point")
        for number in range(options.first, options.first + options.stackings):
            random.seed(options.seed * 1_000_003 + number)
            done += 1
            before = noise(MIB)
            with open(disk, "wb") as file:
                file.truncate(SIZE)
                for at in range(0, SIZE, 2 * MIB):
                    file.seek(at)
                    file.write(before)
            lives = [Life(disk, work, number * 2 + use) for use in (0, 1)]
            for life in lives:
                life.live()
            try:
                told, wasMounted = copied(options, lives[1], disk, copy, work)
            except RuntimeError as error:
                refused += 1
                print(f"NOT PROVED stacking {number}: {lives[0].said}, then {lives[1].said}: {error}", flush=True)
                continue
            mounts += wasMounted
            samples += told["verified"].get("freeSamples") or 0
            less += subprocess.run(["cmp", "-s", disk, copy]).returncode != 0
            fault = wrong(lives[1], disk, copy, work, wasMounted)
            equal += fault is None
            if fault:
                print(f"WRONG stacking {number}: {fault}: first {lives[0].said}, then {lives[1].said}", flush=True)
    finally:
        shutil.rmtree(work)
        print(f"stackings: {equal} of {done} equal, {refused} not proved; of {less} something is left out, {mounts} were "
              f"mounted, {samples} samples of free space were looked at", flush=True)
    sys.exit(equal != options.stackings)


main()
