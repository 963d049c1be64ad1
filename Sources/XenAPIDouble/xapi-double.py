#!/usr/bin/env python3
"""A double of XAPI, the toolstack of XenServer and XCP-ng. It is NOT XAPI and runs no machine.

Written from the public XenAPI reference and wire protocol (docs.xenserver.com), for tests and demonstrations: records
with typed fields, sessions, errors, tasks, event.from, imports into the directory of an NFS SR, measurements. It is
strict: an unknown method, a wrong number or type of parameters, a missing field of VM.create are errors, as they are
there. Every host of the pool listens on an address of its own, 127.0.0.1, 127.0.0.2, ..., on one port.

    xapi-double.py --port 8443 --folder DIR [--hosts 2] [--vms 0] [--seconds 0.2]

The password of root is read from XAPI_DOUBLE_PASSWORD. DIR gets the certificate (certificate.pem, key.pem) and the SR
(export/<SR uuid>). GET /double/counters counts calls, refused logins, polls with a token, and calls that hang. Faults
are asked for by POST /double/fault with JSON:
    {"method": "VM.start_on", "error": ["SR_FULL", "10", "5"], "times": 1}    the error in place of the answer
    {"method": "event.from", "cut": true}     the connection ends      {"method": ..., "delay": 2}
    {"method": ..., "raw": "<html>", "status": 502}    {"method": ..., "megabytes": 100}    {"method": ..., "half": true}
    {"coordinator": 1}    another host becomes the coordinator; sessions end    {"expire": true}    sessions end
    {"away": "refused", "seconds": 3, "host": 1}    no host (or that one) answers for so long: refused, tls (handshake only),
        empty, garbage, booting (HOST_STILL_BOOTING)
    {"back": true}    all answer again    {"finish": true}    what is under way ends now
    {"life": true}    the coordinator begins anew: sessions end, its generation is below every token that it gave ("quiet": sessions stay)
    {"hang": 1, "seconds": 100}    what is forwarded to that host hangs so long, then CANNOT_CONTACT_HOST
    {"forget": "pool_migrate"}    tasks of that name are forgotten, their work goes on
    {"vanish": "pool_migrate"}    tasks of that name go away    {"dead": 1}    a host dies    {"unplug": true}    the SR's PBDs
    {"role": "vm-admin"}    the user's role: what it does not allow is refused    {"pool": {"ha_enabled": true}}    fields of the pool
    {"migration": 8}    a migration takes so many seconds from now on
    {"cpu": 1, "features": "0000000f"}    a host's CPU features    {"vtpm": "web"}    that VM has a vTPM
"""
import argparse, base64, calendar, http.server, inspect, json, os, random, socketserver, ssl, struct, subprocess, sys, threading, time
import traceback
import urllib.parse, uuid

NULL = "OpaqueRef:NULL"
lock = threading.RLock()
changed = threading.Condition(lock)


class XapiError(Exception):
    def __init__(self, *parts):
        self.parts = [str(part) for part in parts]


def ref():
    return "OpaqueRef:" + str(uuid.uuid4())


S, I, B, F, M, SET, R, D = "string", "int", "bool", "float", "map", "set", "ref", "date"
FIELDS = {
    "pool": dict(uuid=S, name_label=S, name_description=S, master=R, default_SR=R, ha_enabled=B, ha_configuration=M,
        ha_host_failures_to_tolerate=I, ha_plan_exists_for=I, ha_overcommitted=B, other_config=M, tags=SET, cpu_info=M,
        tls_verification_enabled=B, restrictions=M),
    "host": dict(uuid=S, name_label=S, name_description=S, address=S, hostname=S, enabled=B, metrics=R, cpu_info=M,
        software_version=M, other_config=M, tags=SET, resident_VMs=SET, PBDs=SET, PIFs=SET, patches=SET, updates=SET,
        memory_overhead=I, edition=S, license_params=M, multipathing=B, certificates=SET, pending_guidances=SET,
        current_operations=M, allowed_operations=SET, API_version_major=I, API_version_minor=I),
    "host_metrics": dict(uuid=S, memory_total=I, live=B, last_updated=D, other_config=M),
    "VM": dict(uuid=S, name_label=S, name_description=S, user_version=I, is_a_template=B, is_a_snapshot=B,
        is_control_domain=B, affinity=R, resident_on=R, power_state=S, memory_target=I, memory_static_max=I,
        memory_dynamic_max=I, memory_dynamic_min=I, memory_static_min=I, memory_overhead=I, VCPUs_params=M, VCPUs_max=I,
        VCPUs_at_startup=I, actions_after_shutdown=S, actions_after_reboot=S, actions_after_crash=S, PV_bootloader=S,
        PV_kernel=S, PV_ramdisk=S, PV_args=S, PV_bootloader_args=S, PV_legacy_args=S, HVM_boot_policy=S,
        HVM_boot_params=M, HVM_shadow_multiplier=F, platform=M, PCI_bus=S, other_config=M, recommendations=S,
        xenstore_data=M, ha_always_run=B, ha_restart_priority=S, tags=SET, blocked_operations=M, start_delay=I,
        shutdown_delay=I, order=I, suspend_SR=R, version=I, generation_id=S, hardware_platform_version=I,
        domain_type=S, VBDs=SET, VIFs=SET, metrics=R, guest_metrics=R, current_operations=M, allowed_operations=SET,
        domid=I, snapshots=SET, last_booted_record=S, bios_strings=M, last_boot_CPU_flags=M, VTPMs=SET),
    "VM_metrics": dict(uuid=S, memory_actual=I, VCPUs_number=I, start_time=D, hvm=B, current_domain_type=S),
    "VM_guest_metrics": dict(uuid=S, os_version=M, PV_drivers_version=M, PV_drivers_up_to_date=B,
        PV_drivers_detected=B, networks=M, live=B),
    "SR": dict(uuid=S, name_label=S, name_description=S, VDIs=SET, PBDs=SET, virtual_allocation=I,
        physical_utilisation=I, physical_size=I, type=S, content_type=S, shared=B, other_config=M, tags=SET,
        sm_config=M, allowed_operations=SET),
    "PBD": dict(uuid=S, host=R, SR=R, device_config=M, currently_attached=B, other_config=M),
    "VDI": dict(uuid=S, name_label=S, name_description=S, SR=R, VBDs=SET, virtual_size=I, physical_utilisation=I,
        type=S, sharable=B, read_only=B, other_config=M, location=S, managed=B, missing=B, xenstore_data=M, sm_config=M,
        is_a_snapshot=B, tags=SET, allowed_operations=SET),
    "VBD": dict(uuid=S, VM=R, VDI=R, device=S, userdevice=S, bootable=B, mode=S, type=S, unpluggable=B, empty=B,
        currently_attached=B, other_config=M, qos_algorithm_type=S, qos_algorithm_params=M),
    "VIF": dict(uuid=S, device=S, network=R, VM=R, MAC=S, MTU=I, other_config=M, currently_attached=B,
        qos_algorithm_type=S, qos_algorithm_params=M, locking_mode=S, MAC_autogenerated=B),
    "network": dict(uuid=S, name_label=S, name_description=S, bridge=S, PIFs=SET, VIFs=SET, MTU=I, other_config=M, tags=SET),
    "PIF": dict(uuid=S, device=S, network=R, host=R, MAC=S, MTU=I, VLAN=I, physical=B, currently_attached=B, IP=S,
        management=B),
    "task": dict(uuid=S, name_label=S, name_description=S, created=D, finished=D, status=S, progress=F, type=S,
        result=S, error_info=SET, resident_on=R, other_config=M, subtask_of=R),
    "message": dict(uuid=S, name=S, priority=I, cls=S, obj_uuid=S, timestamp=D, body=S),
    "Certificate": dict(uuid=S, name=S, type=S, host=R, not_before=D, not_after=D, fingerprint=S),
}
REQUIRED = {
    "VM": """user_version is_a_template affinity memory_static_max
        memory_dynamic_max memory_dynamic_min memory_static_min VCPUs_params VCPUs_max VCPUs_at_startup
        actions_after_shutdown actions_after_reboot actions_after_crash PV_bootloader PV_kernel PV_ramdisk PV_args
        PV_bootloader_args PV_legacy_args HVM_boot_policy HVM_boot_params platform PCI_bus other_config
        recommendations""".split(),
    "VBD": "VM VDI userdevice bootable mode type empty other_config qos_algorithm_type qos_algorithm_params".split(),
    "VIF": "device network VM MAC MTU other_config qos_algorithm_type qos_algorithm_params".split(),
    "VDI": "SR virtual_size type sharable read_only other_config".split(),
}
EMPTY = {S: "", I: 0, B: False, F: 0.0, M: {}, SET: [], R: NULL, D: "19700101T00:00:00Z"}
DB = {name: {} for name in FIELDS}
generation, history = 0, []
sessions, faults, options = {}, [], None
absences, hanging, forgotten, finished = [], {}, set(), [0.0]
role = ["pool-admin"]
# Bytes that the VMs of each host take, with what Xen keeps for them.
used = {}


def stamp(seconds=None):
    return time.strftime("%Y%m%dT%H:%M:%SZ", time.gmtime(seconds))


WORDS = {S: "string", R: "string", I: "int", B: "bool", F: "float", M: "dict", SET: "array", D: "date"}
TAGS = {("VBD", "mode"): {"RO", "RW"}, ("VBD", "type"): {"Disk", "CD", "Floppy"},
    ("VM", "actions_after_crash"): {"destroy", "coredump_and_destroy", "restart", "coredump_and_restart", "preserve", "rename_restart"},
    ("VM", "domain_type"): {"hvm", "pv", "pv_in_pvh", "pvh", "unspecified"},
    ("VDI", "type"): {"system", "user", "ephemeral", "suspend", "crashdump", "ha_statefile", "metadata", "redo_log", "rrd", "pvs_cache", "cbt_metadata"}}


def number(value, kind):
    try:
        return kind(value) if not isinstance(value, bool) and isinstance(value, (int, float, str)) else None
    except ValueError:
        return None


def typed(cls, field, value):
    """The value as the dispatcher reads it: numbers and times may be strings; nothing else is converted."""
    kind = FIELDS[cls][field]
    right = {S: lambda: isinstance(value, str), R: lambda: isinstance(value, str),
        I: lambda: not isinstance(value, float) and number(value, int) is not None,
        B: lambda: isinstance(value, bool), F: lambda: number(value, float) is not None,
        M: lambda: isinstance(value, dict) and all(isinstance(item, str) for item in value.values()),
        SET: lambda: isinstance(value, list), D: lambda: isinstance(value, str)}[kind]()
    if not right:
        got = {bool: "bool", str: "string", dict: "dict", list: "array", type(None): "null"}.get(type(value), "int")
        raise XapiError("INTERNAL_ERROR", 'Failure("Expected %s, got %s")' % (WORDS[kind], got))
    if value not in TAGS.get((cls, field), {value} if kind == S else ()) and (cls, field) in TAGS:
        raise XapiError("INTERNAL_ERROR", "Failure(\"Unknown tag/contents\")")
    if kind == S and any(ord(letter) < 32 and letter not in "\t\n\r" for letter in value):
        raise XapiError("INTERNAL_ERROR", "Xapi_database.Db_exn.Invalid_value")
    return int(value) if kind == I else float(value) if kind == F else value


def complete(cls, record):
    """The record of a create, with the right types; fields that may be left out get their default."""
    for field in REQUIRED[cls]:
        if field not in record:
            raise XapiError("INTERNAL_ERROR", 'Server_helpers.Dispatcher_FieldNotFound("%s")' % field)
    values = {field: typed(cls, field, value) for field, value in record.items() if field in FIELDS[cls]}
    values.pop("uuid", None)
    return values


def overhead(vm):
    """Bytes beyond the guest's memory: 533 MiB for 64 GiB and 16 vCPUs, as measured."""
    return vm["memory_static_max"] // 128 + (vm["VCPUs_max"] + 5 << 20)


def note(cls, name, operation):
    global generation
    generation += 1
    history.append((generation, cls, name, operation))
    if len(history) > 20000:
        del history[:10000]
    changed.notify_all()


def make(cls, **values):
    record = {field: (dict(EMPTY[kind]) if kind == M else list(EMPTY[kind]) if kind == SET else EMPTY[kind])
        for field, kind in FIELDS[cls].items()}
    record["uuid"] = str(uuid.uuid4())
    record.update(values)
    name = ref()
    DB[cls][name] = record
    note(cls, name, "add")
    return name


def find(cls, name):
    if name not in DB[cls]:
        raise XapiError("HANDLE_INVALID", cls, name)
    return DB[cls][name]


def change(cls, name, **values):
    DB[cls][name].update(values)
    note(cls, name, "mod")


def remove(cls, name):
    DB[cls].pop(name, None)
    note(cls, name, "del")


def populate():
    hosts = []
    pool = make("pool", name_label="double", ha_enabled=False, tls_verification_enabled=True)
    network = make("network", name_label="Pool-wide network associated with eth0", bridge="xenbr0", MTU=1500)
    sr = make("SR", name_label="NFS virtual disk storage", type="nfs", content_type="user", shared=True,
        uuid="70327600-0000-4000-8009-000000000001", physical_size=1 << 40)
    for number in range(options.hosts):
        metrics = make("host_metrics", memory_total=options.memory << 20, live=True, last_updated=stamp())
        host = make("host", name_label="xs%d" % (number + 1), hostname="xs%d" % (number + 1), enabled=True,
            address="127.0.%d.%d" % (number // 250, number % 250 + 1), metrics=metrics,
            cpu_info=dict(cpu_count="16", socket_count="2", vendor="GenuineIntel", speed="2600.000",
                features="1fcbfbff-f7fa3223-2d93fbff", features_hvm="1fcbfbff-f7fa3223"),
            software_version=dict(product_brand="XAPI double", product_version="8.3.0", xapi="26.0", xen="4.17.5"),
            API_version_major=2, API_version_minor=21, edition="double")
        DB["host"][host]["certificates"] = [make("Certificate", type="host", host=host,
            not_after=stamp(time.time() + 3650 * 86400))]
        pif = make("PIF", device="eth0", network=network, host=host, currently_attached=True, management=True, VLAN=-1)
        DB["network"][network]["PIFs"].append(pif)
        pbd = make("PBD", host=host, SR=sr, currently_attached=True,
            device_config=dict(server="127.0.0.1", serverpath=os.path.join(options.folder, "export")))
        DB["SR"][sr]["PBDs"].append(pbd)
        hosts.append(host)
    change("pool", pool, master=hosts[0], default_SR=sr)
    for number in range(options.vms):
        host = hosts[number % len(hosts)]
        vdi = make("VDI", name_label="disk %d" % number, SR=sr, virtual_size=8 << 30, type="user", managed=True)
        vm = make("VM", name_label="vm%05d" % number, power_state="Running", resident_on=host, affinity=host,
            memory_static_max=256 << 20, memory_dynamic_max=256 << 20, memory_dynamic_min=256 << 20,
            memory_static_min=256 << 20, memory_overhead=8 << 20, VCPUs_max=1, VCPUs_at_startup=1, HVM_boot_policy="BIOS order",
            domain_type="hvm", domid=number + 1, other_config=dict(folder="", mac_seed=str(uuid.uuid4())),
            platform=dict(acpi="1", apic="true", pae="true", viridian="true", nx="true"), recommendations="<restrictions/>" * 10)
        vbd = make("VBD", VM=vm, VDI=vdi, userdevice="0", device="xvda", mode="RW", type="Disk", currently_attached=True)
        vif = make("VIF", VM=vm, network=network, device="0", MAC="02:00:%02x:%02x:%02x:%02x" % tuple(struct.pack(">I", number)), MTU=1500)
        DB["VM"][vm]["VBDs"], DB["VM"][vm]["VIFs"], DB["VDI"][vdi]["VBDs"] = [vbd], [vif], [vbd]
        DB["host"][host]["resident_VMs"].append(vm)
    for number in range(len(hosts)):
        room(hosts[number])


def room(host):
    residents = [name for name, vm in DB["VM"].items() if vm["resident_on"] == host]
    used[host] = sum(DB["VM"][name]["memory_static_max"] + overhead(DB["VM"][name]) for name in residents)
    change("host", host, resident_VMs=residents)


def free(host):
    return max(0, DB["host_metrics"][find("host", host)["metrics"]]["memory_total"] - used.get(host, 0))


def coordinator():
    return next(iter(DB["pool"].values()))["master"]


# Methods. Each takes the session's task (or None) and the parameters after the session.

def vm_create(task, record):
    values = complete("VM", record)
    kind = values.get("domain_type", "hvm" if values["HVM_boot_policy"] else "pv")
    if kind == "pv" or kind == "unspecified" and not values["HVM_boot_policy"]:
        raise XapiError("NOT_SUPPORTED_DURING_UPGRADE", "PV guests are not supported by this version")
    values.update(power_state="Halted", resident_on=NULL, metrics=make("VM_metrics"), domid=-1, VBDs=[], VIFs=[],
        memory_overhead=overhead(values),
        domain_type=kind, current_operations={}, bios_strings={}, is_a_snapshot=False, is_control_domain=False)
    return make("VM", **values)


def child_create(cls):
    def create(task, record):
        values = complete(cls, record)
        vm = find("VM", values["VM"])
        if cls == "VBD":
            if not values["empty"]:
                find("VDI", values["VDI"])
            taken = {DB["VBD"][other]["userdevice"] for other in vm["VBDs"]}
            if values["userdevice"] == "autodetect":
                values["userdevice"] = next(str(place) for place in range(1, 256) if str(place) not in taken)
            if not values["userdevice"].isdigit():
                raise XapiError("INVALID_DEVICE", values["userdevice"])
            if any(DB["VBD"][other]["userdevice"] == values["userdevice"] for other in vm["VBDs"]):
                raise XapiError("DEVICE_ALREADY_EXISTS", values["userdevice"])
            values["device"] = "xvd" + chr(97 + int(values["userdevice"]))
            name = make(cls, **values)
            vm["VBDs"].append(name)
            if not values["empty"]:
                DB["VDI"][values["VDI"]]["VBDs"].append(name)
        else:
            find("network", values["network"])
            if not values["device"].isdigit():
                raise XapiError("INVALID_DEVICE", values["device"])
            if any(DB["VIF"][other]["device"] == values["device"] for other in vm["VIFs"]):
                raise XapiError("DEVICE_ALREADY_EXISTS", values["device"])
            values["MAC_autogenerated"] = not values["MAC"]
            if values["MAC"]:
                try:
                    octets = [int(part, 16) for part in values["MAC"].split(":")]
                except ValueError:
                    octets = []
                if len(octets) != 6 or octets[0] & 1:
                    raise XapiError("MAC_INVALID", values["MAC"])
            else:
                values["MAC"] = "02:" + ":".join("%02x" % random.randrange(256) for _ in range(5))
            name = make(cls, **values)
            vm["VIFs"].append(name)
        note("VM", values["VM"], "mod")
        return name
    return create


def vdi_file(name):
    vdi = find("VDI", name)
    sr = find("SR", vdi["SR"])
    kind = "raw" if vdi["sm_config"].get("type") == "raw" else "vhd"
    return os.path.join(options.folder, "export", sr["uuid"], vdi["uuid"] + "." + kind)


def plugged(sr):
    if not any(DB["PBD"][pbd]["currently_attached"] for pbd in find("SR", sr)["PBDs"]):
        raise XapiError("SR_HAS_NO_PBDS", sr)


def vdi_create(task, record):
    values = complete("VDI", record)
    sr = find("SR", values["SR"])
    plugged(values["SR"])
    if values["virtual_size"] > 2040 << 30:
        raise XapiError("SR_BACKEND_FAILURE_78", "", "VDI Creation failed [opterr=VDI size exceeds maximum]", "")
    if sr["physical_utilisation"] + values["virtual_size"] > sr["physical_size"]:
        raise XapiError("SR_FULL", values["virtual_size"], sr["physical_size"] - sr["physical_utilisation"])
    step = 2 << 20
    values["virtual_size"] = max(step, (values["virtual_size"] + step - 1) // step * step)
    name = make("VDI", **dict(values, managed=True))
    change("VDI", name, location=DB["VDI"][name]["uuid"])
    sr["VDIs"].append(name)
    open(vdi_file(name), "wb").close()
    return name


def geometry(size):
    """Cylinders, heads and sectors by the VHD specification 1.0, appendix."""
    total = min(size // 512, 65535 * 16 * 255)
    if total >= 65535 * 16 * 63:
        sectors, heads = 255, 16
        tracks = total // sectors
    else:
        sectors = 17
        tracks = total // sectors
        heads = max((tracks + 1023) // 1024, 4)
        if tracks >= heads * 1024 or heads > 16:
            sectors, heads = 31, 16
            tracks = total // sectors
        if tracks >= heads * 1024:
            sectors, heads = 63, 16
            tracks = total // sectors
    return tracks // heads, heads, sectors


def summed(block, place):
    """A VHD structure with its checksum: the one's complement of the sum of all bytes but its own four."""
    return block[:place] + struct.pack(">I", ~sum(block) & 0xFFFFFFFF) + block[place + 4:]


def end_raw_import(path, size):
    """What was imported raw into a VDI of the kind VHD is a dynamic VHD afterwards, as by the storage manager's tapdisk."""
    block, entries, table, data, sector = 2 << 20, size >> 21, [], [], 0
    with open(path, "rb") as file:
        for _ in range(entries):
            piece = file.read(block)
            table.append(piece if piece.strip(b"\0") else None)
    room = (entries * 4 + 511) // 512 * 512
    first = (1536 + room) // 512
    for number, piece in enumerate(table):
        if piece is None:
            table[number] = 0xFFFFFFFF
        else:
            table[number] = first + len(data) * 4097
            data.append(b"\xff" * 512 + piece.ljust(block, b"\0"))
    footer = summed(struct.pack(">8sIIQI4sI4sQQHBBII16sB427x", b"conectix", 2, 0x10000, 512,
        int(time.time()) - 946684800, b"tap\0", 0x10003, b"\0\0\0\0", size, size, *geometry(size), 3, 0, os.urandom(16), 0), 64)
    header = summed(struct.pack(">8sQQIIII", b"cxsparse", 0xFFFFFFFFFFFFFFFF, 1536, 0x10000, entries, block, 0).ljust(1024, b"\0"), 36)
    with open(path + ".new", "wb") as file:
        file.write(footer + header + struct.pack(">%dI" % entries, *table).ljust(room, b"\xff") + b"".join(data) + footer)
    os.rename(path + ".new", path)


def is_fixed(path):
    with open(path, "rb") as file:
        file.seek(-512, 2)
        return struct.unpack(">I", file.read(512)[60:64])[0] == 2


def vhd_size(path):
    """The virtual size by the file's footer (VHD 1.0), or None when it is no VHD."""
    with open(path, "rb") as file:
        file.seek(0, 2)
        if file.tell() < 1536:
            return None
        file.seek(-512, 2)
        footer = file.read(512)
    total = (~(sum(footer) - sum(footer[64:68]))) & 0xFFFFFFFF
    if footer[:8] != b"conectix" or struct.unpack(">I", footer[64:68])[0] != total:
        return None
    cylinders, heads, sectors = struct.unpack(">HBB", footer[56:60])
    size = struct.unpack(">Q", footer[48:56])[0]
    if cylinders * heads * sectors * 512 > size or struct.unpack(">I", footer[60:64])[0] not in (2, 3):
        return None
    return size


def sr_scan(task, name):
    sr = find("SR", name)
    plugged(name)
    folder = os.path.join(options.folder, "export", sr["uuid"])
    known = {DB["VDI"][vdi]["uuid"]: vdi for vdi in sr["VDIs"] if vdi in DB["VDI"]}
    found = set()
    for file in sorted(os.listdir(folder)):
        stem, _, kind = file.rpartition(".")
        if kind not in ("vhd", "raw"):
            continue
        path = os.path.join(folder, file)
        if kind == "vhd" and stem in known and os.path.getsize(path) == 0:
            found.add(stem)
            continue
        size = vhd_size(path) if kind == "vhd" else os.path.getsize(path)
        if size is None or kind == "vhd" and is_fixed(path):
            raise XapiError("SR_BACKEND_FAILURE_40", "", "The SR scan failed  [opterr=uuid=%s]" % stem, "")
        found.add(stem)
        if stem not in known:
            vdi = make("VDI", uuid=stem, SR=name, virtual_size=size, physical_utilisation=os.path.getsize(path),
                type="user", managed=True, location=stem, sm_config={"type": "raw"} if kind == "raw" else {"vhd-parent": ""})
            sr["VDIs"].append(vdi)
    for stem, vdi in known.items():
        if stem not in found and not DB["VDI"][vdi]["VBDs"]:
            sr["VDIs"].remove(vdi)
            remove("VDI", vdi)
    change("SR", name, physical_utilisation=sum(os.path.getsize(os.path.join(folder, file)) for file in os.listdir(folder)))
    return ""


def vdi_destroy(task, name):
    vdi = find("VDI", name)
    if any(DB["VBD"][vbd]["currently_attached"] for vbd in vdi["VBDs"] if vbd in DB["VBD"]):
        raise XapiError("VDI_IN_USE", name, "destroy")
    path = vdi_file(name)
    if os.path.exists(path):
        os.unlink(path)
    find("SR", vdi["SR"])["VDIs"].remove(name)
    remove("VDI", name)
    return ""


def state(name, *wanted):
    vm = find("VM", name)
    if vm["power_state"] not in wanted:
        raise XapiError("VM_BAD_POWER_STATE", name, ", ".join(item.lower() for item in wanted), vm["power_state"].lower())
    return vm


def bits(features):
    """A level of CPU features, as one number: words of 32 bits in hexadecimal digits, the first word lowest."""
    return sum(int(word, 16) << 32 * place for place, word in enumerate(features.split("-")) if word)


def can_run(name, host):
    vm, record = find("VM", name), find("host", host)
    if not DB["host_metrics"][record["metrics"]]["live"]:
        raise XapiError("HOST_NOT_LIVE")
    if not record["enabled"]:
        raise XapiError("HOST_DISABLED", host)
    if vm["VCPUs_max"] > int(record["cpu_info"]["cpu_count"]):
        raise XapiError("HOST_NOT_ENOUGH_PCPUS", vm["VCPUs_max"], record["cpu_info"]["cpu_count"])
    if vm["resident_on"] != NULL and bits(vm["last_boot_CPU_flags"].get("features", "")) & ~bits(record["cpu_info"]["features_hvm"]):
        raise XapiError("VM_INCOMPATIBLE_WITH_THIS_HOST", name, host, "the VM's CPU features are not all there")
    if "double:sriov" in vm["other_config"] and vm["resident_on"] != host:
        raise XapiError("NETWORK_SRIOV_INSUFFICIENT_CAPACITY", vm["other_config"]["double:sriov"])
    if all(next(iter(DB["pool"].values()))[field] for field in ("ha_enabled", "ha_overcommitted")):
        raise XapiError("HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN")
    needed = vm["memory_static_max"] + overhead(vm)
    if needed > free(host):
        raise XapiError("HOST_NOT_ENOUGH_FREE_MEMORY", needed, free(host))
    for vbd in vm["VBDs"]:
        vdi = DB["VBD"][vbd]["VDI"]
        if vdi != NULL:
            sr = find("VDI", vdi)["SR"]
            if not any(DB["PBD"][pbd]["host"] == host and DB["PBD"][pbd]["currently_attached"] for pbd in find("SR", sr)["PBDs"]):
                raise XapiError("VM_REQUIRES_SR", name, sr)


def start_on(task, name, host, paused, force):
    find("VM", name)
    find("host", host)
    forwarded(host)
    vm = state(name, "Halted")
    if not vm["memory_static_min"] <= vm["memory_dynamic_min"] <= vm["memory_dynamic_max"] <= vm["memory_static_max"]:
        raise XapiError("MEMORY_CONSTRAINT_VIOLATION", "static_min <= dynamic_min <= dynamic_max <= static_max")
    if not 1 <= vm["VCPUs_at_startup"] <= vm["VCPUs_max"]:
        raise XapiError("INVALID_VALUE", "VCPUs_at_startup", vm["VCPUs_at_startup"])
    if "start_on" in vm["blocked_operations"]:
        raise XapiError("OPERATION_BLOCKED", name, vm["blocked_operations"]["start_on"])
    can_run(name, host)
    for vbd in vm["VBDs"]:
        vdi = DB["VBD"][vbd]["VDI"]
        if vdi == NULL:
            continue
        for other in DB["VDI"][vdi]["VBDs"]:
            if other in DB["VBD"] and DB["VBD"][other]["currently_attached"] and "RW" in (DB["VBD"][other]["mode"], DB["VBD"][vbd]["mode"]):
                raise XapiError("VDI_IN_USE", vdi)
    work(task, name, "start_on", min(0.05, options.seconds / 4))
    for vbd in vm["VBDs"]:
        change("VBD", vbd, currently_attached=True)
    change("VM", name, power_state="Paused" if paused else "Running", resident_on=host, domid=random.randrange(1, 1 << 15),
        last_boot_CPU_flags={"features": find("host", host)["cpu_info"]["features_hvm"]})
    room(host)
    return ""


def unpause(task, name):
    state(name, "Paused")
    change("VM", name, power_state="Running")
    return ""


def start(task, name, paused, force):
    if "start" in find("VM", name)["blocked_operations"]:
        raise XapiError("OPERATION_BLOCKED", name, find("VM", name)["blocked_operations"]["start"])
    for host in DB["host"]:
        try:
            can_run(name, host)
            return start_on(task, name, host, paused, force)
        except XapiError as error:
            last = error
    raise XapiError("NO_HOSTS_AVAILABLE") if last.parts[0] != "VM_BAD_POWER_STATE" else last


def tools(name, operation):
    """Without the guest's tools XAPI asks the guest for nothing."""
    if find("VM", name)["other_config"].get("double:toolless"):
        raise XapiError("VM_LACKS_FEATURE", name)


def stop(operation, seconds):
    def run(task, name):
        if operation != "hard_shutdown":
            tools(name, operation)
        vm = state(name, *(["Paused", "Suspended", "Running"] if operation == "hard_shutdown" else ["Running"]))
        work(task, name, operation, seconds())
        host = vm["resident_on"]
        for vbd in vm["VBDs"]:
            change("VBD", vbd, currently_attached=False)
        change("VM", name, power_state="Suspended" if operation == "suspend" else "Halted", resident_on=NULL, domid=-1)
        if host != NULL:
            room(host)
        return ""
    return run


def vm_destroy(task, name):
    vm = state(name, "Halted")
    for vbd in vm["VBDs"]:
        vdi = DB["VBD"][vbd]["VDI"]
        if vdi in DB["VDI"]:
            DB["VDI"][vdi]["VBDs"].remove(vbd)
        remove("VBD", vbd)
    for vif in vm["VIFs"]:
        remove("VIF", vif)
    remove("VM", name)
    return ""


def work(task, name, operation, seconds):
    """The lock is given up while it lasts; the task can be cancelled, its host can die."""
    vm = find("VM", name)
    if vm["current_operations"]:
        raise XapiError("OTHER_OPERATION_IN_PROGRESS", "VM", name)
    key = task or ref()
    change("VM", name, current_operations={key: operation})
    host = vm["resident_on"]
    try:
        end, began = time.monotonic() + seconds, time.monotonic()
        while (now := time.monotonic()) < end and began > finished[0]:
            if task:
                if task in DB["task"]:
                    if DB["task"][task]["other_config"].get("double:cancel"):
                        raise XapiError("TASK_CANCELLED", task)
                    change("task", task, progress=(now - began) / seconds)
                elif task not in forgotten:
                    raise XapiError("TASK_CANCELLED", task)
            changed.wait(min(0.05, end - now))
            if host != NULL and not DB["host_metrics"][find("host", host)["metrics"]]["live"]:
                raise XapiError("HOST_NOT_LIVE")
    finally:
        if name in DB["VM"]:
            change("VM", name, current_operations={})


def migrate(task, name, host, settings):
    vm = state(name, "Running")
    if vm["resident_on"] == host:
        return ""
    can_run(name, host)
    work(task, name, "pool_migrate", options.seconds)
    can_run(name, host)
    source = vm["resident_on"]
    change("VM", name, resident_on=host)
    room(source)
    room(host)
    return ""


def destination(dest):
    for key in ("host", "SM", "xenops", "master", "session_id"):
        if not isinstance(dest, dict) or key not in dest:
            raise XapiError("INTERNAL_ERROR", "Not_found")
    return dest["host"]


def can_migrate(task, name, dest, live, vdis, vifs, settings, *more):
    state(name, "Running", "Halted", "Paused")
    host, vm = destination(dest), find("VM", name)
    if not vdis:
        can_run(name, host)
    for sr in vdis.values():
        if not any(DB["PBD"][pbd]["host"] == host for pbd in find("SR", sr)["PBDs"]):
            raise XapiError("VM_REQUIRES_SR", name, sr)
    return ""


def migrate_send(task, name, dest, live, vdis, vifs, settings, *more):
    tools(name, "migrate_send")
    can_migrate(task, name, dest, live, vdis, vifs, settings)
    return migrate(task, name, destination(dest), settings) or name


def evacuate(task, host, *more):
    for name in list(find("host", host)["resident_VMs"]):
        tools(name, "evacuate")
        targets = [other for other in DB["host"] if other != host and DB["host"][other]["enabled"]]
        for target in sorted(targets, key=free, reverse=True)[:1]:
            migrate(task, name, target, {})
    return ""


def prevented(task, host):
    return {name: ["VM_LACKS_FEATURE", name] for name in find("host", host)["resident_VMs"]
        if find("VM", name)["other_config"].get("double:toolless")}


def boot_here(task, name, host):
    find("VM", name)
    if host not in DB["host"]:
        raise XapiError("HOST_NOT_LIVE")
    can_run(name, host)
    return ""


def set_enabled(enabled):
    def run(task, host):
        find("host", host)
        change("host", host, enabled=enabled)
        return ""
    return run


def task_cancel(task, name):
    find("task", name)
    if DB["task"][name]["status"] == "pending":
        DB["task"][name]["other_config"]["double:cancel"] = "1"
        changed.notify_all()
    return ""


def task_create(task, label, description):
    return make("task", name_label=label, name_description=description, created=stamp(), status="pending", type="<none/>")


def task_destroy(task, name):
    find("task", name)
    remove("task", name)
    return ""


def memory_limits(task, name, smin, smax, dmin, dmax):
    state(name, "Halted")
    change("VM", name, memory_static_min=int(smin), memory_static_max=int(smax), memory_dynamic_min=int(dmin), memory_dynamic_max=int(dmax))
    change("VM", name, memory_overhead=overhead(find("VM", name)))
    return ""


BIOS_KEYS = {"bios-vendor", "bios-version", "system-manufacturer", "system-product-name", "system-version",
    "system-serial-number", "enclosure-asset-tag", "baseboard-manufacturer", "baseboard-product-name", "baseboard-version",
    "baseboard-serial-number", "baseboard-asset-tag", "baseboard-location-in-chassis"}


def set_bios_strings(task, name, value):
    vm = find("VM", name)
    if vm["bios_strings"]:
        raise XapiError("VM_BIOS_STRINGS_ALREADY_SET")
    for key, text in typed("VM", "bios_strings", value).items():
        if key not in BIOS_KEYS:
            raise XapiError("INVALID_VALUE", key, "Unknown key")
        if not text or len(text.encode()) > 512:
            raise XapiError("INVALID_VALUE", key, "Value provided is empty" if not text else "Value provided is too long")
        if not all(32 <= ord(letter) <= 126 for letter in text):
            raise XapiError("INVALID_VALUE", key, "Value provided has non-printable or non-ASCII characters")
    change("VM", name, bios_strings=value)
    return ""


def vdi_forget(task, name):
    vdi = find("VDI", name)
    find("SR", vdi["SR"])["VDIs"].remove(name)
    remove("VDI", name)
    return ""


def device_destroy(cls):
    def run(task, name):
        record = find(cls, name)
        if record["currently_attached"]:
            raise XapiError("OPERATION_NOT_ALLOWED", "%s '%s' still attached to '%s'" % (cls, name, record["VM"]))
        find("VM", record["VM"])[cls + "s"].remove(name)
        if cls == "VBD" and record["VDI"] in DB["VDI"]:
            DB["VDI"][record["VDI"]]["VBDs"].remove(name)
        remove(cls, name)
        note("VM", record["VM"], "mod")
        return ""
    return run


def set_status(task, name, status):
    find("task", name)
    if status not in ("pending", "success", "failure", "cancelling", "cancelled"):
        raise XapiError("INTERNAL_ERROR", "Failure(\"Unknown tag/contents\")")
    change("task", name, status=status)
    return ""


def declare_dead(task, host):
    change("host_metrics", find("host", host)["metrics"], live=False)
    for name, vm in DB["VM"].items():
        if vm["resident_on"] == host:
            change("VM", name, power_state="Halted", resident_on=NULL, domid=-1)
            for vbd in vm["VBDs"]:
                change("VBD", vbd, currently_attached=False)
    room(host)
    return ""


def messages_since(task, moment):
    typed("message", "timestamp", moment)
    return {name: message for name, message in DB["message"].items() if message["timestamp"] >= moment}


def server_time(task, host):
    find("host", host)
    forwarded(host)
    return stamp()


METHODS = {
    "VM.create": vm_create, "VM.destroy": vm_destroy, "VM.start_on": start_on, "VM.start": start, "VM.unpause": unpause,
    "VM.clean_shutdown": stop("clean_shutdown", lambda: options.seconds), "VM.hard_shutdown": stop("hard_shutdown", lambda: 0),
    "VM.pool_migrate": migrate, "VM.migrate_send": migrate_send, "VM.assert_can_migrate": can_migrate,
    "VM.set_bios_strings": set_bios_strings, "VM.assert_can_boot_here": boot_here, "VM.set_memory_limits": memory_limits,
    "VBD.create": child_create("VBD"), "VIF.create": child_create("VIF"),
    "VDI.create": vdi_create, "VDI.destroy": vdi_destroy, "VDI.forget": vdi_forget, "SR.scan": sr_scan,
    "host.disable": set_enabled(False), "host.enable": set_enabled(True), "host.evacuate": evacuate,
    "host.get_vms_which_prevent_evacuation": prevented, "host.get_servertime": server_time,
    "host.migrate_receive": lambda task, host, network, settings: (find("host", host), find("network", network)) and
        {"host": host, "SM": "http://double/SM", "xenops": "http://double/xenops", "master": "http://double", "session_id": "double"},
    "host.compute_free_memory": lambda task, host: free(host),
    "VBD.destroy": device_destroy("VBD"), "VIF.destroy": device_destroy("VIF"), "task.set_status": set_status,
    "VM.suspend": stop("suspend", lambda: options.seconds), "host.declare_dead": declare_dead,
    "VM.compute_memory_overhead": lambda task, name: overhead(find("VM", name)),
    "task.create": task_create, "task.cancel": task_cancel, "task.destroy": task_destroy,
    "session.get_this_host": lambda task, name: coordinator(), "session.get_rbac_permissions": lambda task, name: permissions(),
    "session.get_is_local_superuser": lambda task, name: role[0] == "pool-admin",
    "pool.get_master": lambda task, name: find("pool", name)["master"], "message.get_since": messages_since,
}
ROLES = "read-only vm-operator vm-admin vm-power-admin pool-operator pool-admin".split()
# The least role of each call, as the reference names it; what only reads, and one's own session and tasks, are everybody's.
LEAST = {method: kind for kind, methods in {
    "read-only": "http/get_rrd_updates",
    "vm-operator": "VM.start VM.unpause VM.clean_shutdown VM.hard_shutdown VM.suspend",
    "vm-admin": "VM.create VM.destroy VM.set_bios_strings VM.set_memory_limits VM.set_blocked_operations VBD.create VBD.destroy "
        "VIF.create VIF.destroy VDI.create VDI.destroy VDI.set_name_label http/put_import_raw_vdi",
    "vm-power-admin": "VM.start_on VM.pool_migrate VM.migrate_send VM.assert_can_migrate host.migrate_receive SR.scan VDI.forget",
    "pool-operator": "host.disable host.enable host.evacuate host.declare_dead task.set_status",
}.items() for method in methods.split()}


def least(method):
    cls, _, verb = method.partition(".")
    reads = verb.startswith(("get_", "assert_", "compute_")) or cls in ("session", "task", "event")
    return ROLES.index(LEAST.get(method, "read-only" if reads else "pool-operator"))


def may(method):
    return ROLES.index(role[0]) >= least(method)


def permissions():
    """In small letters, as they are told."""
    known = [*METHODS, "http/put_import_raw_vdi", "http/get_rrd_updates", "VM.set_blocked_operations", "VDI.set_name_label"]
    return [method.lower() for method in known if may(method)]


SETTABLE = {"name_label", "name_description", "other_config", "tags", "affinity", "bootable", "default_SR", "platform", "xenstore_data", "blocked_operations"}


def counted(method, expected, parameters):
    """Counts leave the session out."""
    if len(parameters) != expected:
        raise XapiError("MESSAGE_PARAMETER_COUNT_MISMATCH", method, expected, len(parameters))


def exists(method):
    cls, _, verb = method.partition(".")
    return method in METHODS or cls in FIELDS and (verb.startswith(("get_", "set_", "add_to_", "remove_from_")))


def call(method, parameters, task=None):
    if method in METHODS:
        wanted = list(inspect.signature(METHODS[method]).parameters.values())[1:]
        if not any(item.kind == item.VAR_POSITIONAL for item in wanted):
            counted(method, len(wanted), parameters)
        return METHODS[method](task, *parameters)
    cls, _, verb = method.partition(".")
    if cls not in FIELDS:
        raise XapiError("MESSAGE_METHOD_UNKNOWN", method)
    if verb in ("get_all", "get_all_records"):
        counted(method, 0, parameters)
    elif verb in ("get_record", "get_by_uuid", "get_by_name_label") or verb.startswith("get_") and verb[4:] in FIELDS[cls]:
        counted(method, 1, parameters)
    for start, expected, fields in (("set_", 2, SETTABLE), ("add_to_", 3, FIELDS[cls]), ("remove_from_", 2, FIELDS[cls])):
        if verb.startswith(start) and verb[len(start):] in fields:
            counted(method, expected, parameters)
    if verb == "get_all" and not parameters:
        return list(DB[cls])
    if verb == "get_all_records" and not parameters:
        return DB[cls]
    if verb == "get_record" and len(parameters) == 1:
        return find(cls, parameters[0])
    if verb == "get_by_uuid" and len(parameters) == 1:
        for name, record in DB[cls].items():
            if record["uuid"] == parameters[0]:
                return name
        raise XapiError("UUID_INVALID", cls, parameters[0])
    if verb == "get_by_name_label" and len(parameters) == 1:
        return [name for name, record in DB[cls].items() if record.get("name_label") == parameters[0]]
    if verb.startswith("get_") and verb[4:] in FIELDS[cls] and len(parameters) == 1:
        return find(cls, parameters[0])[verb[4:]]
    if verb.startswith("set_") and verb[4:] in SETTABLE & set(FIELDS[cls]) and len(parameters) == 2:
        find(cls, parameters[0])
        change(cls, parameters[0], **{verb[4:]: typed(cls, verb[4:], parameters[1])})
        return ""
    if verb.startswith("add_to_") and verb[7:] in FIELDS[cls] and len(parameters) == 3:
        record = find(cls, parameters[0])
        if parameters[1] in record[verb[7:]]:
            raise XapiError("MAP_DUPLICATE_KEY", cls, verb[7:], parameters[0], parameters[1])
        record[verb[7:]][parameters[1]] = parameters[2]
        note(cls, parameters[0], "mod")
        return ""
    if verb.startswith("remove_from_") and verb[12:] in FIELDS[cls] and len(parameters) == 2:
        find(cls, parameters[0])[verb[12:]].pop(parameters[1], None)
        note(cls, parameters[0], "mod")
        return ""
    raise XapiError("MESSAGE_METHOD_UNKNOWN", method)


def run_async(method, parameters):
    if not exists(method):
        raise XapiError("MESSAGE_METHOD_UNKNOWN", "Async." + method)
    name = make("task", name_label="Async." + method, created=stamp(), status="pending", type="<none/>")
    def body():
        with lock:
            try:
                fault(method)
                result = call(method, parameters, name)
                end = dict(status="success", result="<value>%s</value>" % result, progress=1.0)
            except XapiError as error:
                cancelled = error.parts[0] == "TASK_CANCELLED"
                end = dict(status="cancelled" if cancelled else "failure", error_info=error.parts, progress=1.0)
            if name in DB["task"]:
                change("task", name, finished=stamp(), **end)
    threading.Thread(target=body, daemon=True).start()
    return name


def events(classes, token, timeout):
    if number(timeout, float) is None:
        raise XapiError("INTERNAL_ERROR", 'Failure("Expected float, got string")')
    timeout = float(timeout)
    try:
        since, _ = (int(part) for part in token.split(",")) if token else (None, 0)
    except ValueError:
        raise XapiError("EVENT_FROM_TOKEN_PARSE_FAILURE", token)
    wanted = [item.split("/") for item in classes]
    def match(cls, name):
        return any(item[0] == "*" or item[0].lower() == cls.lower() and (len(item) == 1 or item[1] == name) for item in wanted)
    def event(moment, cls, name, operation):
        entry = {"id": str(moment), "timestamp": "0.", "class": cls.lower(), "operation": operation, "ref": name}
        if operation != "del":
            entry["snapshot"] = DB[cls][name]
        return entry
    end = time.monotonic() + timeout
    counters["polls"] += since is not None
    while True:
        if since is not None and since > generation:
            # As measured: the token of another life is answered well, without news and unchanged.
            changed.wait(max(0, min(0.2, end - time.monotonic())))
            if time.monotonic() < end:
                continue
            return {"events": [], "valid_ref_counts": {cls.lower(): len(DB[cls]) for cls in DB}, "token": token}
        if since is None:
            found = [event(generation, cls, name, "add") for cls in DB for name in DB[cls] if match(cls, name)]
        else:
            latest = {}
            for moment, cls, name, operation in history:
                if moment > since and match(cls, name):
                    # What was made and changed in between is one "add".
                    made = operation == "add" or latest.get((cls, name), (0, ""))[1] == "add"
                    latest[cls, name] = (moment, "del" if name not in DB[cls] else "add" if made else operation)
            found = [event(moment, cls, name, operation) for (cls, name), (moment, operation) in latest.items()]
        if found or time.monotonic() >= end:
            return {"events": found, "valid_ref_counts": {cls.lower(): len(DB[cls]) for cls in DB}, "token": "%020d,%020d" % (generation, 0)}
        if since is None:
            since = generation
        changed.wait(end - time.monotonic())


class Cut(Exception):
    pass


class Raw(Exception):
    def __init__(self, status, body, length=None):
        self.status, self.body, self.length = status, body, length or len(body)


def fault(method):
    for entry in list(faults):
        if entry["method"] != method:
            continue
        entry["times"] = entry.get("times", 1) - 1
        if entry["times"] <= 0:
            faults.remove(entry)
        if "delay" in entry:
            began = time.monotonic()
            while (left := began + entry["delay"] - time.monotonic()) > 0 and began > finished[0]:
                changed.wait(left)
        if entry.get("cut"):
            raise Cut()
        if entry.get("half"):
            raise Raw(200, b'{"jsonrpc":"2.0","result":{"OpaqueRef:1":{"uuid":"', 4000)
        if "megabytes" in entry:
            raise Raw(200, b'{"jsonrpc":"2.0","result":"' + b"x" * (entry["megabytes"] << 20) + b'"}')
        if "raw" in entry:
            raise Raw(entry.get("status", 200), entry["raw"].encode())
        if "error" in entry:
            raise XapiError(*entry["error"])


def away(host):
    """How the host is away now, or None."""
    now = time.monotonic()
    return next((entry["away"] for entry in absences if entry["end"] > now and entry.get("host", host) == host), None)


def forwarded(host):
    """The coordinator passes the call on to the host, and waits for it."""
    if host in hanging:
        end = time.monotonic() + hanging[host]
        counters["hanging"] += 1
        while host in hanging and time.monotonic() < end:
            changed.wait(end - time.monotonic())
        raise XapiError("CANNOT_CONTACT_HOST", host)


def control(order):
    global generation
    if "away" in order:
        entry = {"away": order["away"], "end": time.monotonic() + order["seconds"]}
        if "host" in order:
            entry["host"] = list(DB["host"])[order["host"]]
        absences.append(entry)
    if order.get("back"):
        absences.clear()
        hanging.clear()
        changed.notify_all()
    if order.get("finish"):
        finished[0] = time.monotonic()
        changed.notify_all()
    if order.get("life"):
        if order["life"] != "quiet":
            sessions.clear()
        history.clear()
        generation = 1
        changed.notify_all()
    if "forget" in order:
        for name in [name for name, task in DB["task"].items() if order["forget"] in task["name_label"]]:
            forgotten.add(name)
            remove("task", name)
    if "migration" in order:
        options.seconds = order["migration"]
    if "hang" in order:
        hanging[list(DB["host"])[order["hang"]]] = order["seconds"]
    if "method" in order:
        faults.append(order)
    if "coordinator" in order:
        change("pool", next(iter(DB["pool"])), master=list(DB["host"])[order["coordinator"]])
        sessions.clear()
    if order.get("expire"):
        sessions.clear()
    if "vanish" in order:
        for name in [name for name, task in DB["task"].items() if order["vanish"] in task["name_label"]]:
            remove("task", name)
    if "dead" in order:
        host = list(DB["host"].values())[order["dead"]]
        change("host_metrics", host["metrics"], live=False)
    if order.get("unplug"):
        for name in DB["PBD"]:
            change("PBD", name, currently_attached=False)
    if "role" in order:
        role[0] = order["role"]
    if "pool" in order:
        change("pool", next(iter(DB["pool"])), **order["pool"])
    if "cpu" in order:
        name = list(DB["host"])[order["cpu"]]
        change("host", name, cpu_info=dict(DB["host"][name]["cpu_info"], features_hvm=order["features"]))
    if "vtpm" in order:
        for name in [name for name, vm in DB["VM"].items() if vm["name_label"] == order["vtpm"]]:
            change("VM", name, VTPMs=[ref()])
    if "plug" in order:
        for name in DB["PBD"]:
            change("PBD", name, currently_attached=True)
    if "live" in order:
        change("host_metrics", list(DB["host"].values())[order["live"]]["metrics"], live=True)


def measurements(host, start, as_json):
    step = 5
    vms = [vm for vm in DB["VM"].values() if vm["resident_on"] == host]
    uuid_ = find("host", host)["uuid"]
    legend, values = [], []
    def column(owner, who, name, value):
        legend.append("AVERAGE:%s:%s:%s" % (owner, who, name))
        values.append(value)
    for vm in vms:
        for cpu in range(vm["VCPUs_max"]):
            column("vm", vm["uuid"], "cpu%d" % cpu, 0.25)
        column("vm", vm["uuid"], "memory", float(vm["memory_static_max"]))
        column("vm", vm["uuid"], "memory_internal_free", float(vm["memory_static_max"] >> 11))
        column("vm", vm["uuid"], "vif_0_rx", 1000.0)
        column("vm", vm["uuid"], "vif_0_tx", 500.0)
        column("vm", vm["uuid"], "vbd_xvda_read", float("nan"))
    column("host", uuid_, "cpu_avg", 0.25 * len(vms) / 16)
    column("host", uuid_, "memory_free_kib", free(host) / 1024)
    last = int(time.time()) // step * step
    # Whoever asks for what is still to come gets no row, and the answer is well formed.
    times = [t for t in range(last, last - 600, -step) if t >= start]
    if as_json:
        return json.dumps({"meta": {"start": str(min(times, default=start)), "step": str(step), "end": str(last), "rows": str(len(times)), "columns": str(len(legend)), "legend": legend},
            "data": [{"t": str(t), "values": [repr(value) for value in values]} for t in times]})
    return ("<xport><meta><start>%d</start><step>%d</step><end>%d</end><rows>%d</rows><columns>%d</columns><legend>%s</legend></meta><data>%s</data></xport>"
        % (min(times, default=start), step, last, len(times), len(legend), "".join("<entry>%s</entry>" % name for name in legend),
        "".join("<row><t>%d</t>%s</row>" % (t, "".join("<v>%r</v>" % value for value in values)) for t in times)))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    # An answer in two pieces would wait 40 ms for the acknowledgement of the first.
    disable_nagle_algorithm = True

    def log_message(self, *parts):
        pass

    def host(self):
        address = self.connection.getsockname()[0]
        return next((name for name, host in DB["host"].items() if host["address"] == address), coordinator())

    def answer(self, status, body, kind="application/json", length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with lock:
            if self.path == "/double/fault":
                control(json.loads(body))
                return self.answer(200, b"{}")
            kind = away(self.host())
            if kind in ("refused", "tls"):
                self.close_connection = True
                self.connection.close()
                return
            if kind == "empty":
                return self.answer(200, b"")
            if kind == "garbage":
                return self.answer(502, b"<html>no server</html>", "text/html")
            if self.path != "/jsonrpc":
                return self.answer(500, b"<html>not found</html>", "text/html")
            try:
                request = json.loads(body)
                method, parameters, number = request["method"], request["params"], request["id"]
                assert isinstance(parameters, list) and number is not None
            except Exception:
                return self.answer(500, b"<html>bad request</html>", "text/html")
            try:
                text = self.result(request, method, parameters)
            except Cut:
                self.close_connection = True
                self.connection.close()
                return
            except Raw as raw:
                self.close_connection = raw.length != len(raw.body)
                return self.answer(raw.status, raw.body, "text/html", raw.length)
        self.answer(200, text)

    def result(self, request, method, parameters):
        try:
            fault(method)
            result = self.dispatch(method, parameters)
            if request.get("jsonrpc") == "2.0":
                return json.dumps({"jsonrpc": "2.0", "result": result, "id": request["id"]}).encode()
            return json.dumps({"result": result, "error": None, "id": request["id"]}).encode()
        except XapiError as error:
            if request.get("jsonrpc") == "2.0":
                return json.dumps({"jsonrpc": "2.0", "id": request["id"],
                    "error": {"code": 1, "message": error.parts[0], "data": error.parts[1:]}}).encode()
            return json.dumps({"result": None, "error": error.parts, "id": request["id"]}).encode()

    def dispatch(self, method, parameters):
        if away(self.host()) == "booting":
            raise XapiError("HOST_STILL_BOOTING")
        if self.host() != coordinator() and method != "session.slave_login":
            raise XapiError("HOST_IS_SLAVE", DB["host"][coordinator()]["address"])
        if method == "session.login_with_password":
            if not 2 <= len(parameters) <= 4:
                raise XapiError("MESSAGE_PARAMETER_COUNT_MISMATCH", method, 4, len(parameters))
            if parameters[:2] != ["root", os.environ.get("XAPI_DOUBLE_PASSWORD", "")]:
                counters["refused"] += 1
                changed.wait(options.refusal)
                raise XapiError("SESSION_AUTHENTICATION_FAILED", parameters[0], "Authentication failure")
            counters["logins"] += 1
            name = ref()
            sessions[name] = True
            return name
        if not parameters or parameters[0] not in sessions:
            raise XapiError("SESSION_INVALID", parameters[0] if parameters else "")
        rest = parameters[1:]
        counters["calls"] += 1
        asked = method[6:] if method.startswith("Async.") else method
        if exists(asked) and not may(asked):
            raise XapiError("RBAC_PERMISSION_DENIED", asked.lower(), "No permission in user session. (Roles with this permission: %s)"
                % ", ".join(ROLES[least(asked):]))
        if method == "session.logout":
            sessions.pop(parameters[0])
            return ""
        if method == "event.from":
            if len(rest) != 3:
                raise XapiError("MESSAGE_PARAMETER_COUNT_MISMATCH", method, 3, len(rest))
            return events(*rest)
        if method.startswith("Async."):
            return run_async(method[6:], rest)
        return call(method, rest)

    def do_GET(self):
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        with lock:
            if self.path == "/double/counters":
                return self.answer(200, json.dumps(counters).encode())
            if self.path == "/jsonrpc":
                return self.answer(403, b"<html>forbidden</html>", "text/html")
            if not self.path.startswith("/rrd_updates?"):
                return self.answer(500, b"<html>not found</html>", "text/html")
            if query.get("session_id") not in sessions:
                return self.answer(401, b"")
            text = measurements(self.host(), int(query.get("start", 0)), query.get("json") == "true")
        self.answer(200, text.encode())

    def do_PUT(self):
        address = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        self.close_connection = True
        if address.path != "/import_raw_vdi" or query.get("session_id") not in sessions:
            return self.answer(500 if query.get("session_id") in sessions else 401, b"")
        task = query.get("task_id")
        try:
            with lock:
                fault("/import_raw_vdi")
                if self.headers.get("Transfer-Encoding"):
                    raise XapiError("IMPORT_ERROR", "Transfer-Encoding")
                path = vdi_file(query["vdi"])
                size = find("VDI", query["vdi"])["virtual_size"]
                plugged(find("VDI", query["vdi"])["SR"])
            length = int(self.headers["Content-Length"])
            if query.get("format", "raw") == "raw" and length > size:
                raise XapiError("IMPORT_ERROR", "the image is larger than the VDI")
            self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nCache-Control: no-cache, no-store\r\n\r\n")
            self.wfile.flush()
            with open(path, "wb") as file:
                left = length
                while left > 0:
                    piece = self.rfile.read(min(left, 1 << 20))
                    if not piece:
                        raise XapiError("IMPORT_ERROR_PREMATURE_EOF")
                    file.write(piece)
                    left -= len(piece)
            if query.get("format", "raw") == "raw" and path.endswith(".vhd"):
                end_raw_import(path, size)
            with lock:
                change("VDI", query["vdi"], physical_utilisation=length)
                if task in DB["task"]:
                    change("task", task, status="success", progress=1.0, finished=stamp())
        except XapiError as error:
            with lock:
                if task in DB["task"]:
                    change("task", task, status="failure", error_info=error.parts, finished=stamp())
            self.answer(500, b"")
        except Cut:
            self.connection.close()
        except Raw as raw:
            if raw.status == 302:
                self.send_response(302)
                self.send_header("Location", raw.body.decode())
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.answer(raw.status, raw.body)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128
    context = None

    def finish_request(self, request, client):
        request.settimeout(120)
        with lock:
            host = next((name for name, host in DB["host"].items() if host["address"] == request.getsockname()[0]), None)
            if away(host) == "refused":
                return
        try:
            secure = self.context.wrap_socket(request, server_side=True)
        except (OSError, ssl.SSLError):
            return
        try:
            self.RequestHandlerClass(secure, client, self)
        finally:
            try:
                secure.close()
            except OSError:
                pass

    def handle_error(self, request, client):
        # A connection that breaks is ordinary, a fault of the double's own is not.
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


counters = {"calls": 0, "refused": 0, "logins": 0, "hanging": 0, "polls": 0}


def listen(port):
    """One socket for each host, on loopback only. A port that is free on one address may be taken on another."""
    addresses = [host["address"] for host in DB["host"].values()]
    for attempt in range(20):
        servers = []
        try:
            for address in addresses:
                servers.append(Server((address, servers[0].server_address[1] if servers else port), Handler))
            return servers
        except OSError:
            for server in servers:
                server.server_close()
            if port or attempt == 19:
                raise


def main():
    global options
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--hosts", type=int, default=2)
    parser.add_argument("--vms", type=int, default=0)
    parser.add_argument("--memory", type=int, default=65536, help="MiB of each host")
    parser.add_argument("--seconds", type=float, default=0.2, help="how long a migration takes")
    parser.add_argument("--refusal", type=float, default=0.2, help="delay before a login is refused (XAPI: 5 s)")
    options = parser.parse_args()
    options.folder = os.path.abspath(options.folder)
    with lock:
        populate()
    for sr in DB["SR"].values():
        os.makedirs(os.path.join(options.folder, "export", sr["uuid"]), exist_ok=True)
    pem, key = os.path.join(options.folder, "certificate.pem"), os.path.join(options.folder, "key.pem")
    if not os.path.exists(pem):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "3650", "-subj", "/CN=xapi-double", "-keyout", key, "-out", pem], check=True, stderr=subprocess.DEVNULL)
    Server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    Server.context.load_cert_chain(pem, key)
    servers = listen(options.port)
    server = servers[0]
    with open(os.path.join(options.folder, "port.tmp"), "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(os.path.join(options.folder, "port.tmp"), os.path.join(options.folder, "port"))
    print("XAPI double: https://127.0.0.1:%d" % server.server_address[1], flush=True)
    for other in servers[1:]:
        threading.Thread(target=other.serve_forever, daemon=True).start()
    server.serve_forever()


main()
