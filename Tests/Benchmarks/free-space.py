#!/usr/bin/env python3
"""What p2v-source leaves out must belong to nobody: copies are made by nbdcopy and compared outside of p2v, byte by byte.

Part 1: disks with an earlier life (old tables, bitmaps, swap) below what owns them now: the copy equals the disk.
Part 2: random stackings of table, md, LVM, LUKS and content, each disk used twice over: all that the second owner reads is equal.

usage: free-space.py [--source PATH/p2v-source] [--stackings 200] [--seed 1]
Needs nbdcopy (libnbd-bin), e2fsprogs, xfsprogs, btrfs-progs, fdisk; no root, no loop devices. 15 minutes on a busy machine.

--kernel, as root and with loop devices: what the kernel has mounted or swaps to is vouched for, and nothing else is. Run it
below `unshare -m`.
"""
import argparse, binascii, os, random, shutil, struct, subprocess, sys, tempfile

MIB = 1 << 20
SIZE = 384 * MIB
DATA = (150 * MIB, 170 * MIB)
MD = struct.pack("<IIII", 0xA92B4EFC, 1, 0, 0)
LUKS = b"LUKS\xba\xbe\0\2"


def run(*command, data=None):
    subprocess.run(command, input=data, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def put(path, offset, data):
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


def noise(count):
    return random.randbytes(count).replace(b"\0", b"\1")


def make(path, size, kind, folder):
    """A file system or swap of so many bytes in a file of its own."""
    if os.path.exists(path):
        os.remove(path)
    with open(path, "wb") as file:
        file.truncate(size)
    commands = {
        "ext4": ["mke2fs", "-q", "-F", "-t", "ext4", "-d", folder, path],
        "xfs": ["mkfs.xfs", "-q", "-f", path],
        "btrfs": ["mkfs.btrfs", "-q", "-f", path],
        "swap": ["mkswap", "-q", path],
    }
    run(*commands[kind])


def overlay(path, offset, made):
    """Writes the blocks of a file system that are not zeros, as its tool does; answers them."""
    pieces, at = [], 0
    with open(made, "rb") as file:
        while block := file.read(65536):
            if block.strip(b"\0"):
                put(path, offset + at, block)
                pieces.append((offset + at, len(block)))
            at += len(block)
    return pieces


def pool_labels(size):
    label, end = 262144, size // 262144 * 262144
    block = b"".join(struct.pack("<Q", 0x00BAB10C).ljust(1024, b"\0") for _ in range(8))
    return [(start + 131072, block) for start in (0, label, end - 2 * label, end - label)]


# name: (earlier life, in a partition?, marks of what owns the disk now)
LAYOUTS = {
    "md 1.2 on the disk": ("ext4", True, [(4096, MD)]),
    "md 1.2 on the disk, XFS before": ("xfs", True, [(4096, MD)]),
    "md 1.2 on the disk, swap before": ("swap", True, [(4096, MD)]),
    "md 1.2 on the disk, btrfs before": ("btrfs", True, [(4096, MD)]),
    "md 1.0 on the disk": ("ext4", True, [(SIZE - 8192, MD)]),
    "md 0.90 on the disk": ("ext4", True, [(SIZE - 65536, MD)]),
    "ZFS over ext4": ("ext4", False, pool_labels(SIZE)),
    "ZFS around an old swap": ("swap", False, pool_labels(SIZE)),
    "swap on md 1.0": ("swap", False, [(SIZE - 8192, MD)]),
    "swap on md 0.90": ("swap", False, [(SIZE - 65536, MD)]),
    "DRBD behind ext4": ("ext4", False, [(SIZE - 4096 + 60, struct.pack(">I", 0x8374026B))]),
    "LVM1 over ext4": ("ext4", False, [(0, b"HM\1\0")]),
    "bcache over ext4": ("ext4", False, [(0x1018, bytes.fromhex("c68573f64e1a45ca8265f57f48ba6d81"))]),
    "Stratis over ext4": ("ext4", False, [(516, b"!Stra0tis\x86\xff\x02^Arh")]),
    "VDO over ext4": ("ext4", False, [(0, b"dmvdo001")]),
    "Ceph BlueStore over ext4": ("ext4", False, [(0, b"bluestore block device\n")]),
    "Oracle ASM over ext4": ("ext4", False, [(32, b"ORCLDISK")]),
    "VMFS over ext4": ("ext4", False, [(MIB, bytes.fromhex("0dd001c0"))]),
    "DDF behind the disk": ("ext4", True, [(SIZE - 512, struct.pack(">I", 0xDE11DE11))]),
    "Intel RAID behind the disk": ("ext4", True, [(SIZE - 1024, b"Intel Raid ISM Cfg Sig. 1.3.00")]),
    "Promise RAID behind the disk": ("ext4", True, [(SIZE - 63 * 512, b"Promise Technology, Inc.")]),
    "dm-cache metadata over ext4": ("ext4", False, [(32, struct.pack("<Q", 0o6142003))]),
    "GEOM behind ext4": ("ext4", False, [(SIZE - 512, b"GEOM::MIRROR")]),
    "a GPT left behind an MBR": ("ext4", True, [(SIZE - 512, b"EFI PART")]),
    "nothing else (control)": ("ext4", False, []),
}


def copied(source, disk, copy):
    if os.path.exists(copy):
        os.remove(copy)
    run("nbdcopy", "--", "[", source, "serve", disk, "]", copy)


def layouts(options, work):
    failed = 0
    disk, copy, made = f"{work}/disk", f"{work}/copy", f"{work}/made"
    for name, (kind, partitioned, marks) in LAYOUTS.items():
        if os.path.exists(disk):
            os.remove(disk)
        with open(disk, "wb") as file:
            file.truncate(SIZE)
        start = MIB if partitioned else 0
        if partitioned:
            run("sfdisk", "-q", disk, data=b"start=2048\n")
        make(made, SIZE - start, kind, f"{work}/folder")
        overlay(disk, start, made)
        for offset, data in marks:
            put(disk, offset, data)
        put(disk, DATA[0], noise(DATA[1] - DATA[0]))
        copied(options.source, disk, copy)
        equal = subprocess.run(["cmp", "-s", disk, copy]).returncode == 0
        wanted = "control" not in name
        good = equal == wanted
        failed += not good
        print(f"{'ok   ' if good else 'WRONG'} {name}: {'equal' if equal else 'data is left out'}")
    return failed


def table(disk, kind):
    if kind != "none":
        label = "label: gpt\n" if kind == "gpt" else "label: dos\n"
        run("sfdisk", "-q", "--wipe", "never", disk, data=f"{label}start=2048,size={SIZE // 512 - 4096}\n".encode())
    return (0, SIZE) if kind == "none" else (MIB, SIZE - MIB)


def member(disk, kind, start, end, owned):
    size = end - start
    place = {"0.90": size // 65536 * 65536 - 65536, "1.0": (size // 512 - 16) // 8 * 8 * 512, "1.1": 0, "1.2": 4096}
    if kind == "none":
        return start, end
    put(disk, start + place[kind], MD)
    owned.append((start + place[kind], len(MD)))
    return (start + MIB, end) if kind in ("1.1", "1.2") else (start, start + place[kind])


GROUP = """vg0 {
id = "x"
extent_size = 8192
physical_volumes {
pv0 {
id = "AAAAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGGGG"
pe_start = 2048
pe_count = 90
}
}
logical_volumes {
root {
status = ["READ", "WRITE", "VISIBLE"]
segment_count = 1
segment1 {
start_extent = 0
extent_count = 80
type = "striped"
stripes = [
"pv0", 2
]
}
}
}
}
"""


def volumes(disk, wanted, start, end, owned):
    if not wanted:
        return start, end
    body = GROUP.encode() + b"\0"
    crc = binascii.crc32(body, 0xF597A6CF ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
    label = b"LABELONE".ljust(24, b"\0") + b"LVM2 001" + b"AAAAAABBBBCCCCDDDDEEEEFFFFGGGGGG"
    label += struct.pack("<QQQQQQQ", end - start, MIB, 0, 0, 0, 4096, MIB - 4096)
    header = b"\0" * 4 + b" LVM2 x[5A%r0N*>" + b"\0" * 20 + struct.pack("<QQI", 512, len(body), crc)
    for offset, data in ((512, label.ljust(512, b"\0")), (4096, header.ljust(512, b"\0")), (4608, body)):
        put(disk, start + offset, data)
        owned.append((start + offset, len(data)))
    return start + 9 * MIB, start + 9 * MIB + 320 * MIB


def scatter(disk, start, end, owned):
    for _ in range(60):
        at = start + random.randrange(4, (end - start) // 4096) * 4096
        put(disk, at, noise(4096))
        owned.append((at, 4096))


def life(disk, work):
    owned = []
    pick = random.choice
    kinds = (pick(["none", "mbr", "gpt"]), pick(["none"] * 4 + ["0.90", "1.0", "1.1", "1.2"]), pick([True, False, False]),
             pick([True, False, False, False]), pick(["ext4", "xfs", "btrfs", "swap", "raw"]))
    start, end = table(disk, kinds[0])
    start, end = member(disk, kinds[1], start, end, owned)
    start, end = volumes(disk, kinds[2], start, end, owned)
    if kinds[3]:
        put(disk, start, LUKS)
        owned.append((start, len(LUKS)))
    if kinds[1] != "none" or kinds[3] or kinds[4] in ("swap", "raw"):
        scatter(disk, start, end, owned)
    if kinds[4] == "raw":
        put(disk, start, noise(8192))
    elif not kinds[3]:
        made = f"{work}/{kinds[4]}-{end - start}"
        if not os.path.exists(made):
            make(made, (end - start) // 4096 * 4096, kinds[4], f"{work}/folder")
        owned += overlay(disk, start, made)
    return owned, kinds


def stackings(options, work):
    failed, left_out = 0, 0
    disk, copy = f"{work}/disk", f"{work}/copy"
    for number in range(options.stackings):
        random.seed(options.seed * 1_000_003 + number)
        if os.path.exists(disk):
            os.remove(disk)
        with open(disk, "wb") as file:
            file.truncate(SIZE)
        first = life(disk, work)[1]
        owned, second = life(disk, work)
        copied(options.source, disk, copy)
        left_out += subprocess.run(["cmp", "-s", disk, copy]).returncode != 0
        with open(disk, "rb") as there, open(copy, "rb") as here:
            for at, count in owned:
                there.seek(at), here.seek(at)
                if there.read(count) != here.read(count):
                    failed += 1
                    print(f"WRONG stacking {number}: byte {at}: first {first}, then {second}")
                    break
    print(f"stackings: {options.stackings - failed} of {options.stackings} equal; of {left_out} something is left out")
    return failed


def told(source, device):
    """Bytes of the device by what is said of them: 0 used, 1 free, 3 free and the kernel vouches for the owner."""
    text = subprocess.run(["nbdinfo", "--map=p2v:free", "--", "[", source, "serve", device, "]"], check=True,
                          capture_output=True, text=True).stdout
    sums = {0: 0, 1: 0, 3: 0}
    for line in text.splitlines():
        sums[int(line.split()[2])] += int(line.split()[1])
    return sums


def kernel(options, work):
    failed, image, point = 0, f"{work}/image", f"{work}/point"
    os.makedirs(point)
    for kind in ("ext4", "xfs", "btrfs", "swap"):
        make(image, 1500 * MIB, kind, f"{work}/folder") if kind in ("ext4", "swap") else None
        if kind in ("xfs", "btrfs"):
            os.remove(image)
            with open(image, "wb") as file:
                file.truncate(1500 * MIB)
            run(f"mkfs.{kind}", "-q", "-f", image)
        device = subprocess.run(["losetup", "--show", "-f", image], check=True, capture_output=True, text=True).stdout.strip()
        try:
            before = told(options.source, device)
            run("swapon", device) if kind == "swap" else run("mount", device, point)
            during = told(options.source, device)
            run("swapoff", device) if kind == "swap" else run("umount", point)
        finally:
            run("losetup", "-d", device)
        good = before[3] == 0 and during[1] == 0 and during[3] > 900 * MIB and (kind != "swap" or before[1] == 0)
        failed += not good
        print(f"{'ok   ' if good else 'WRONG'} {kind}: MiB free and vouched for: in use {during[3] // MIB}, not in use "
              f"{before[3] // MIB} (and {before[1] // MIB} free by its marks)")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", default=".build/debug/p2v-source")
    parser.add_argument("--stackings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kernel", action="store_true")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="p2v-free-")
    try:
        os.makedirs(f"{work}/folder")
        with open(f"{work}/folder/file", "wb") as file:
            file.write(noise(5 * MIB))
        random.seed(options.seed)
        failed = kernel(options, work) if options.kernel else layouts(options, work) + stackings(options, work)
    finally:
        shutil.rmtree(work)
    sys.exit(1 if failed else 0)


main()
