/// A whole disk of a server, with what lies on it.
public struct Disk: Sendable, Hashable, Codable {
    /// Device node at scan time: `/dev/sda`.
    public var device: String
    public var bytes: UInt64
    public var model: String?
    public var serial: String?
    /// World-wide name: two paths to one LUN share it.
    public var wwn: String?
    public var logicalSectorBytes: Int
    public var physicalSectorBytes: Int
    /// `gpt`, `dos`, or nil for a disk without a partition table.
    public var partitionTable: String?
    public var rotational: Bool
    public var readOnly: Bool
    /// How it is attached: `sata`, `nvme`, `usb`, `iscsi`, `fc`, `virtio`.
    public var transport: String?
    /// Partitions, and what is stacked on them, as a flat list in device order.
    public var volumes: [Volume]

    public init(
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
public struct Volume: Sendable, Hashable, Codable {
    /// Device node: `/dev/sda1`, `/dev/mapper/vg0-root`.
    public var device: String
    /// `part`, `lvm`, `raid1`, `crypt`, `mpath`, `disk`.
    public var kind: String
    /// The device it lies on.
    public var parent: String?
    public var bytes: UInt64
    /// `ext4`, `xfs`, `swap`, `LVM2_member`, `linux_raid_member`, `crypto_LUKS`, …
    public var content: String?
    public var uuid: String?
    public var label: String?
    public var partitionUUID: String?
    /// Partition type: GPT type GUID or `0x83`.
    public var partitionType: String?
    public var mountPoint: String?

    public init(
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
public struct Mount: Sendable, Hashable, Codable {
    public var source: String
    public var target: String
    public var type: String
    public var options: String
    public var bytes: UInt64?
    public var usedBytes: UInt64?
    /// Free inodes; nil where the file system has no fixed count of them.
    public var freeInodes: UInt64?

    public init(
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
public struct FstabEntry: Sendable, Hashable, Codable {
    /// As written: `/dev/sda1`, `UUID=…`, `/dev/disk/by-path/…`.
    public var spec: String
    public var mountPoint: String
    public var type: String
    public var options: String
    /// The device node it resolved to at scan time.
    public var resolved: String?

    public init(spec: String, mountPoint: String, type: String, options: String, resolved: String?) {
        self.spec = spec
        self.mountPoint = mountPoint
        self.type = type
        self.options = options
        self.resolved = resolved
    }
}
