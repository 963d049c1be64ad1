internal import CGuestfs

extension Session {
    /// Opens a registry hive of a mounted Windows, read-only, for the time of `work`.
    ///
    /// - Parameter path: as the guest spells it; find the spelling on disk with ``spelled(_:)``.
    /// - Throws: ``GuestfsError`` when the file is no hive, and what `work` throws.
    package func hive<Result>(_ path: String, _ work: (Hive) throws -> Result) throws -> Result {
        var options = guestfs_hivex_open_argv()
        // Without "unsafe", a damaged hive is refused and not half read.
        options.bitmask = 0
        try check("open the hive \(path)", unsafe guestfs_hivex_open_argv(handle, path, &options))
        defer { unsafe guestfs_hivex_close(handle) }
        let root = unsafe guestfs_hivex_root(handle)
        guard root > 0 else { throw failure("read the hive \(path)") }
        return try work(Hive(session: self, root: root))
    }

    /// The path as the disk spells it, where names are compared without case: `/windows/SYSTEM32` → `/Windows/System32`.
    ///
    /// - Returns: nil when there is no such path.
    package func spelled(_ path: String) -> String? {
        unsafe try? text("find \(path)", unsafe guestfs_case_sensitive_path(handle, path)).nonEmpty.flatMap {
            status(of: $0) == nil ? nil : $0
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
