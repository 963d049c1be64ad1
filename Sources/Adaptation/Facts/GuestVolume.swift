/// A partition, logical volume, RAID device or whole disk that holds something, as the appliance sees it.
struct GuestVolume: Sendable, Hashable {
    /// The appliance's name: `/dev/sda1`, `/dev/vg0/root`, `/dev/md127`, or `btrfsvol:/dev/sda1/@`.
    var device: String
    /// The image's number from 0; nil for what spans disks.
    var disk: Int?
    var partition: Int?
    /// `ext4`, `xfs`, `swap`, `crypto_LUKS`, `LVM2_member`, or empty.
    var type: String
    var uuid: String?
    var label: String?
    /// The partition's own UUID, in GPT and MBR.
    var partitionUUID: String?
    /// The partition's type in its table: a GUID in GPT, `0x83` in MBR.
    var partitionType: String?
    /// The partition's own name, in GPT.
    var partitionLabel: String?
    /// Of a btrfs subvolume, the UUID of its file system. Its name does not tell: libguestfs may call the disk otherwise there.
    var systemUUID: String?
    /// Of a btrfs, the subvolume that its device's name stands for, as a path from the top; nil where it was not told.
    var defaultSubvolume: String?

    init(
        device: String, disk: Int? = nil, partition: Int? = nil, type: String, uuid: String? = nil,
        label: String? = nil, partitionUUID: String? = nil, partitionType: String? = nil,
        partitionLabel: String? = nil
    ) {
        self.device = device
        self.disk = disk
        self.partition = partition
        self.type = type
        self.uuid = uuid
        self.label = label
        self.partitionUUID = partitionUUID
        self.partitionType = partitionType
        self.partitionLabel = partitionLabel
    }

    /// The name that no change of hardware touches; nil when the volume has no usable UUID.
    var stableName: String? { safe(uuid).map { "UUID=\($0)" } }

    /// For a kernel that starts without an initramfs, which knows partitions only.
    var partitionName: String? { safe(partitionUUID).map { "PARTUUID=\($0)" } }

    /// As a path, for programs that know no `PARTUUID=`.
    var partitionPath: String? { safe(partitionUUID).map { "/dev/disk/by-partuuid/\($0)" } }

    /// The partition that UEFI firmware starts from (UEFI specification, "GPT partition entry array").
    var isSystemPartition: Bool {
        ["c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "0xef"].contains(partitionType?.lowercased())
    }

    /// `/dev/vg0/root`: a folder of its volume group.
    var isLogicalVolume: Bool {
        let parts = device.split(separator: "/")
        return parts.count == 3 && parts[0] == "dev" && parts[1] != "md" && parts[1] != "mapper"
    }

    /// A UUID comes from a disk that may be hostile and goes into configuration files.
    private func safe(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.utf8.count <= 64,
            text.utf8.allSatisfy({
                $0 == 45 || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            })
        else { return nil }
        return text
    }
}
