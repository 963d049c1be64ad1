#!/usr/bin/env python3
"""empty-hive.py FILE: an empty registry hive, for hivexregedit to fill (format: regf base block, one hbin, one root key)."""
import struct
import sys

NAME = b"$$$PROTO.HIV"
ROOT = 32


def cell(body):
    size = (len(body) + 4 + 7) // 8 * 8
    return struct.pack("<i", -size) + body.ljust(size - 4, b"\0")


key = cell(
    b"nk" + struct.pack("<HQIIIIIIIIIIIIIIIHH", 0x2C, 0, 0, 0xFFFFFFFF, 0, 0, 0xFFFFFFFF, 0xFFFFFFFF, 0, 0xFFFFFFFF,
                        ROOT + 0x100, 0xFFFFFFFF, 0, 0, 0, 0, 0, len(NAME), 0) + NAME)
security = cell(b"sk" + struct.pack("<HIIII", 0, ROOT + 0x100, ROOT + 0x100, 1, 20)
                + struct.pack("<BBHIIII", 1, 0, 0x8000, 0, 0, 0, 0))
page = bytearray(4096)
page[0:32] = b"hbin" + struct.pack("<IIQQI", 0, 4096, 0, 0, 0)
gap = ROOT + len(key)
page[ROOT:gap] = key
page[gap:gap + 4] = struct.pack("<i", ROOT + 0x100 - gap)
place = ROOT + 0x100
page[place:place + len(security)] = security
end = place + len(security)
page[end:end + 4] = struct.pack("<i", 4096 - end)
head = bytearray(4096)
head[0:48] = b"regf" + struct.pack("<IIQIIIIIII", 1, 1, 0, 1, 5, 0, 1, ROOT, 4096, 1)
total = 0
for index in range(0, 508, 4):
    total ^= struct.unpack_from("<I", head, index)[0]
struct.pack_into("<I", head, 508, total)
with open(sys.argv[1], "wb") as file:
    file.write(head + page)
