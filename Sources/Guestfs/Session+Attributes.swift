internal import CGuestfs

/// Flags of ext2, ext3, ext4 and others (chattr(1)), and extended attributes.
extension Session {
    /// Flags as letters: `ei`. Empty where the file system has none.
    package func flags(of path: String) -> String {
        unsafe (try? text("flags of \(path)", unsafe guestfs_get_e2attrs(handle, path))) ?? ""
    }

    /// Clears or sets some flags: `i` immutable, `a` append only.
    package func setFlags(_ letters: String, of path: String, clear: Bool) throws(GuestfsError) {
        try check("set flags of \(path)", unsafe p2v_guestfs_set_e2attrs(handle, path, letters, clear ? 1 : 0))
    }

    /// An extended attribute: `security.selinux`; nil when the file has none.
    package func attribute(_ name: String, of path: String) -> [UInt8]? {
        var size = 0
        guard let pointer = unsafe guestfs_lgetxattr(handle, path, name, &size) else { return nil }
        return unsafe owned(pointer, size)
    }
}
