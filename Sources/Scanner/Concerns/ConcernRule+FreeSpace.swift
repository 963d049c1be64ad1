internal import Estate

extension ConcernRule {
    /// Room that the adaptation needs: 100 MiB on /, 50 MiB on /boot, 100 inodes.
    static let freeSpace = ConcernRule(
        id: "free-space", severity: .warning,
        matters: "the conversion writes a new initramfs and settings into the copy and needs room for them",
        advice: "free space on this file system before the conversion"
    ) { profile in
        let needed: [String: UInt64] = ["/": 100 << 20, "/boot": 50 << 20]
        return profile.mounts.value?.compactMap { mount -> String? in
            guard let need = needed[mount.target], let total = mount.bytes, let used = mount.usedBytes else {
                return nil
            }
            let free = total - min(total, used)
            if free < need { return "\(mount.target) has \(free >> 20) MiB free, \(need >> 20) are needed" }
            guard let inodes = mount.freeInodes, inodes < 100 else { return nil }
            return "\(mount.target) has \(inodes) free inodes, 100 are needed"
        } ?? []
    }
}
