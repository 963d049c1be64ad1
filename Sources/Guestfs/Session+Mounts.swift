internal import CGuestfs

extension Session {
    package func mount(_ device: String, at path: String, options: String = "") throws(GuestfsError) {
        try check("mount \(device)", unsafe guestfs_mount_options(handle, options, device, path))
    }

    /// Mounts without writing a byte, not even a journal replay where the file system allows it.
    package func mountReadOnly(_ device: String, at path: String) throws(GuestfsError) {
        try check("mount \(device) read-only", unsafe guestfs_mount_ro(handle, device, path))
    }

    package func unmountAll() throws(GuestfsError) {
        try unsafe check("unmount", guestfs_umount_all(handle))
    }

    package func sync() throws(GuestfsError) {
        try unsafe check("sync", guestfs_sync(handle))
    }

    /// Free bytes and free inodes of the file system that holds `path`.
    package func space(at path: String) throws(GuestfsError) -> (bytes: UInt64, inodes: UInt64) {
        guard let pointer = unsafe guestfs_statvfs(handle, path) else { throw failure("free space at \(path)") }
        defer { unsafe guestfs_free_statvfs(pointer) }
        let space = unsafe pointer.pointee
        return (
            UInt64(max(0, space.bavail)) * UInt64(max(1, space.frsize)),
            // btrfs counts no inodes at all.
            space.files == 0 ? .max : UInt64(max(0, space.favail))
        )
    }
}
