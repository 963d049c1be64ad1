internal import CGuestfs
internal import Glibc

/// What lies on the drives.
extension Session {
    /// Every mountable or swap, with its type: `/dev/sda1` → `ext4`; LVM and active MD devices included.
    package func fileSystems() throws(GuestfsError) -> [(key: String, value: String)] {
        try unsafe table("list file systems", guestfs_list_filesystems(handle))
    }

    /// Whole drives in the order given.
    package func devices() throws(GuestfsError) -> [String] {
        try unsafe list("list devices", guestfs_list_devices(handle))
    }

    package func partitions() throws(GuestfsError) -> [String] {
        try unsafe list("list partitions", guestfs_list_partitions(handle))
    }

    package func logicalVolumes() throws(GuestfsError) -> [String] {
        try unsafe list("list logical volumes", guestfs_lvs(handle))
    }

    package func raidDevices() throws(GuestfsError) -> [String] {
        try unsafe list("list RAID devices", guestfs_list_md_devices(handle))
    }

    /// What `blkid -p` says of a device: `TYPE`, `UUID`, `LABEL`, `PART_ENTRY_UUID`, `PART_ENTRY_NUMBER`.
    package func identity(of device: String) throws(GuestfsError) -> [String: String] {
        let pairs = try unsafe table("identify \(device)", unsafe guestfs_blkid(handle, device))
        return Dictionary(pairs.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// Of the file system on a device, or of the one that a btrfs subvolume is a part of.
    package func fileSystemUUID(of device: String) throws(GuestfsError) -> String {
        try unsafe text("UUID of \(device)", unsafe guestfs_vfs_uuid(handle, device))
    }

    /// The subvolume that a btrfs is mounted with when none is named, as its path from the top; empty for the top itself.
    ///
    /// ``fileSystems()`` lists it under the device's own name only.
    package func defaultSubvolume(of device: String) throws(GuestfsError) -> String {
        let id = unsafe guestfs_btrfs_subvolume_get_default(handle, device)
        if id < 0 { throw failure("default subvolume of \(device)") }
        guard let list = unsafe guestfs_btrfs_subvolume_list(handle, device) else {
            throw failure("subvolumes of \(device)")
        }
        defer { unsafe guestfs_free_btrfssubvolume_list(list) }
        for at in 0..<Int(unsafe list.pointee.len) {
            let one = unsafe list.pointee.val[at]
            if unsafe one.btrfssubvolume_id == UInt64(id) { return unsafe String(cString: one.btrfssubvolume_path) }
        }
        return ""
    }

    package func bytes(of device: String) throws(GuestfsError) -> UInt64 {
        let size = unsafe guestfs_blockdev_getsize64(handle, device)
        if size < 0 { throw failure("size of \(device)") }
        return UInt64(size)
    }

    /// The drive's number, from 0, of a whole device.
    package func index(of device: String) throws(GuestfsError) -> Int {
        let index = unsafe guestfs_device_index(handle, device)
        try check("index of \(device)", index)
        return Int(index)
    }

    /// `gpt` or `msdos`.
    package func partitionTable(of device: String) throws(GuestfsError) -> String {
        try unsafe text("partition table of \(device)", unsafe guestfs_part_get_parttype(handle, device))
    }

    /// Bytes of the device itself, for boot sectors and headers.
    package func read(device: String, at offset: Int64, count: Int) throws(GuestfsError) -> [UInt8] {
        var size = 0
        guard let pointer = unsafe guestfs_pread_device(handle, device, Int32(min(count, Guestfs.chunk)), offset, &size)
        else {
            throw failure("read \(device)")
        }
        return unsafe owned(pointer, size)
    }

    /// Opens an encrypted partition as `/dev/mapper/NAME`, and activates what lies on it.
    package func unlock(_ device: String, key: String, as name: String) throws(GuestfsError) {
        try check("unlock \(device)", unsafe p2v_guestfs_unlock(handle, device, key, name))
        _ = unsafe guestfs_lvm_scan(handle, 1)
    }

    /// Starts arrays that miss members: a lone member of a mirror stays inactive by itself.
    ///
    /// libguestfs has no call for it; its daemon's own shell has, and the command is constant.
    package func startIncompleteArrays() {
        let command = "for a in /dev/md*; do [ -b $a ] && mdadm --run $a; done; udevadm settle"
        unsafe withList([command]) { arguments in
            if let answer = unsafe guestfs_debug(handle, "sh", arguments) { unsafe free(answer) }
        }
    }

    /// Forgets what was read of the drives, and finds partitions, arrays and logical volumes as a launch does: for drives
    /// that showed nothing when the appliance was launched.
    package func readDrivesAnew() throws(GuestfsError) {
        try check("forget what was read", unsafe guestfs_drop_caches(handle, 3))
        for device in try devices() {
            try check("read the partition table of \(device)", unsafe guestfs_blockdev_rereadpt(handle, device))
        }
        // As libguestfs' own start-up does; without an array it answers 1 or 2.
        let command = "udevadm settle; mdadm -As --auto=yes --no-degraded; udevadm settle; true"
        let answer = unsafe withList([command]) { arguments in unsafe guestfs_debug(handle, "sh", arguments) }
        guard let answer = unsafe answer else { throw failure("start arrays") }
        unsafe free(answer)
        try check("find logical volumes", unsafe guestfs_lvm_scan(handle, 1))
    }

    /// Moves the copy of a GPT to the end of a disk that has grown.
    package func moveBackupTable(of device: String) throws(GuestfsError) {
        try check("move the backup table of \(device)", unsafe guestfs_part_expand_gpt(handle, device))
    }
}
