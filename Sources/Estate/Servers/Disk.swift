/// A whole disk of a server, with what lies on it.
package struct Disk: Sendable, Hashable, Codable {
    /// Device node at scan time: `/dev/sda`.
    package var device: String
    package var bytes: UInt64
    package var model: String?
    package var serial: String?
    /// World-wide name: two paths to one LUN share it.
    package var wwn: String?
    package var logicalSectorBytes: Int
    package var physicalSectorBytes: Int
    /// `gpt`, `dos`, or nil for a disk without a partition table.
    package var partitionTable: String?
    package var rotational: Bool
    package var readOnly: Bool
    /// How it is attached: `sata`, `nvme`, `usb`, `iscsi`, `fc`, `virtio`.
    package var transport: String?
    /// Partitions, and what is stacked on them, as a flat list in device order.
    package var volumes: [Volume]
    /// Other device nodes of the same disk: further paths or ports. The disk is copied once, from ``device``.
    package var otherPaths: [String]?

    package init(
        device: String, bytes: UInt64, model: String?, serial: String?, wwn: String?, logicalSectorBytes: Int,
        physicalSectorBytes: Int, partitionTable: String?, rotational: Bool, readOnly: Bool, transport: String?,
        volumes: [Volume]
    ) {
        self.device = device
        self.bytes = bytes
        self.model = model
        self.serial = serial
        self.wwn = wwn
        self.logicalSectorBytes = logicalSectorBytes
        self.physicalSectorBytes = physicalSectorBytes
        self.partitionTable = partitionTable
        self.rotational = rotational
        self.readOnly = readOnly
        self.transport = transport
        self.volumes = volumes
    }
}

/// A partition, logical volume, RAID array, LUKS mapping or the bare disk itself where it holds a file system.
package struct Volume: Sendable, Hashable, Codable {
    /// Device node: `/dev/sda1`, `/dev/mapper/vg0-root`.
    package var device: String
    /// `part`, `lvm`, `raid1`, `crypt`, `mpath`, `disk`.
    package var kind: String
    /// The device it lies on.
    package var parent: String?
    package var bytes: UInt64
    /// `ext4`, `xfs`, `swap`, `LVM2_member`, `linux_raid_member`, `crypto_LUKS`, …
    package var content: String?
    package var uuid: String?
    package var label: String?
    package var partitionUUID: String?
    /// Partition type: GPT type GUID or `0x83`.
    package var partitionType: String?
    package var mountPoint: String?

    package init(
        device: String, kind: String, parent: String?, bytes: UInt64, content: String?, uuid: String?, label: String?,
        partitionUUID: String?, partitionType: String?, mountPoint: String?
    ) {
        self.device = device
        self.kind = kind
        self.parent = parent
        self.bytes = bytes
        self.content = content
        self.uuid = uuid
        self.label = label
        self.partitionUUID = partitionUUID
        self.partitionType = partitionType
        self.mountPoint = mountPoint
    }
}

/// A mounted file system.
package struct Mount: Sendable, Hashable, Codable {
    package var source: String
    package var target: String
    package var type: String
    package var options: String
    package var bytes: UInt64?
    package var usedBytes: UInt64?
    /// Free inodes; nil where the file system has no fixed count of them.
    package var freeInodes: UInt64?

    package init(
        source: String, target: String, type: String, options: String, bytes: UInt64?, usedBytes: UInt64?,
        freeInodes: UInt64? = nil
    ) {
        self.source = source
        self.target = target
        self.type = type
        self.options = options
        self.bytes = bytes
        self.usedBytes = usedBytes
        self.freeInodes = freeInodes
    }
}

/// One line of `fstab`.
package struct FstabEntry: Sendable, Hashable, Codable {
    /// As written: `/dev/sda1`, `UUID=…`, `/dev/disk/by-path/…`.
    package var spec: String
    package var mountPoint: String
    package var type: String
    package var options: String
    /// The device node it resolved to at scan time.
    package var resolved: String?

    package init(spec: String, mountPoint: String, type: String, options: String, resolved: String?) {
        self.spec = spec
        self.mountPoint = mountPoint
        self.type = type
        self.options = options
        self.resolved = resolved
    }
}
