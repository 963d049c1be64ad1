internal import Estate

/// `lsblk -J -b -O`, of any release since 2.27: values may be text or numbers, `mountpoint` may be `mountpoints`.
enum LsblkJSON {
    /// Kinds that are no disks of the server.
    private static let ignored: Set<String> = ["loop", "rom", "dm", "lvm", "crypt", "mpath", "dmraid"]

    static func parse(_ text: String) -> [Disk]? {
        guard let root = JSONValue(parsing: text) ?? JSONValue(parsing: LsblkEscapes.mended(text)), root.isObject,
            case .list(let devices) = root["blockdevices"]
        else { return nil }
        let disks = devices.filter(isDisk)
        // A disk without a size would be left behind like an empty card reader.
        guard disks.allSatisfy({ $0["size"].count != nil }) else { return nil }
        return disks.compactMap(disk)
    }

    private static func isDisk(_ device: JSONValue) -> Bool {
        !ignored.contains(device["type"].text ?? "disk") && !DiskNames.isVirtual(device["name"].text ?? "")
    }

    private static func disk(_ device: JSONValue) -> Disk? {
        let name = device["name"].text ?? ""
        guard let bytes = device["size"].count, bytes > 0 else { return nil }
        var volumes: [Volume] = []
        if let bare = volume(device, parent: nil), bare.content != nil || bare.mountPoint != nil {
            volumes.append(bare)
        }
        var seen: Set<String> = []
        for child in device["children"].list { collect(child, parent: path(device), &volumes, &seen) }
        return Disk(
            device: path(device), bytes: bytes, model: device["model"].text, serial: device["serial"].text,
            wwn: device["wwn"].text, logicalSectorBytes: Int(device["log-sec"].count.map { min($0, 65_536) } ?? 512),
            physicalSectorBytes: Int(device["phy-sec"].count.map { min($0, 1 << 20) } ?? 512),
            partitionTable: table(device), rotational: device["rota"].flag ?? false,
            readOnly: device["ro"].flag ?? false,
            transport: device["tran"].text ?? DiskNames.transport(name), volumes: volumes)
    }

    /// An array or volume group over several partitions of one disk is listed once.
    private static func collect(
        _ device: JSONValue, parent: String, _ volumes: inout [Volume], _ seen: inout Set<String>
    ) {
        guard let found = volume(device, parent: parent), seen.insert(found.device).inserted, seen.count < 4096 else {
            return
        }
        volumes.append(found)
        for child in device["children"].list { collect(child, parent: found.device, &volumes, &seen) }
    }

    private static func volume(_ device: JSONValue, parent: String?) -> Volume? {
        guard device["name"].text != nil else { return nil }
        let mounts = [device["mountpoint"].text] + device["mountpoints"].list.map(\.text)
        return Volume(
            device: path(device), kind: device["type"].text ?? "part", parent: parent,
            bytes: device["size"].count ?? 0, content: device["fstype"].text, uuid: device["uuid"].text,
            label: device["label"].text, partitionUUID: device["partuuid"].text,
            partitionType: device["parttype"].text, mountPoint: mounts.compactMap { $0 }.first)
    }

    /// `path` came with util-linux 2.33; before, mapped devices have to be told from others by their type.
    private static func path(_ device: JSONValue) -> String {
        if let path = device["path"].text { return path }
        let name = (device["name"].text ?? "").replacing("!", with: "/")
        let mapped = ["lvm", "crypt", "mpath", "dm", "dmraid"].contains(device["type"].text ?? "")
        return (mapped ? "/dev/mapper/" : "/dev/") + name
    }

    /// `pttype` came with util-linux 2.33; a partition's type tells the table too: GPT's is a GUID.
    private static func table(_ device: JSONValue) -> String? {
        if let table = device["pttype"].text { return table }
        guard let type = device["children"].list.compactMap({ $0["parttype"].text }).first else { return nil }
        return type.count == 36 ? "gpt" : "dos"
    }
}
