internal import CLinux
internal import Glibc

/// A mounted file system, asked through its mount point.
struct MountedSpace: ~Copyable {
    private let descriptor: Int32

    /// The first of these mount points that leads to the device itself: another mount may lie over it.
    ///
    /// - Parameter number: the device's, as `8:1`.
    init?(points: [String], number: String) {
        for point in points {
            let descriptor = open(point, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            var status = stat()
            if fstat(descriptor, &status) == 0,
                "\(clinux_major(status.st_dev)):\(clinux_minor(status.st_dev))" == number
            {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
        return nil
    }

    deinit { close(descriptor) }

    /// What statfs(2) makes of an ext file system's UUID; 0 on kernels that do not tell.
    var identifier: UInt64? {
        var id: UInt64 = 0
        return clinux_file_system_id(descriptor, &id) == 0 ? id : nil
    }

    /// The UUID of a mounted XFS.
    var xfsUUID: [UInt8]? {
        var uuid = [UInt8](repeating: 0, count: 16)
        return clinux_xfs_uuid(descriptor, &uuid) == 0 ? uuid : nil
    }

    /// Free ranges in bytes from the start of the device, as the kernel tells them (ioctl_getfsmap(2), Linux 4.12 and
    /// later); nil when it does not.
    var freeRanges: [Range<UInt64>]? {
        var free: [Range<UInt64>] = []
        var (starts, ends) = ([UInt64](repeating: 0, count: 1024), [UInt64](repeating: 0, count: 1024))
        var from: UInt64 = 0
        while true {
            var next: UInt64 = 0
            let count = clinux_free_space(descriptor, from, &starts, &ends, Int32(starts.count), &next)
            guard count >= 0 else { return nil }
            for index in 0..<Int(count) where starts[index] < ends[index] { free.append(starts[index]..<ends[index]) }
            guard next > from else { return free }
            from = next
        }
    }

    /// Whether nobody has the device for himself alone; nil where the kernel does not tell.
    static func isUnclaimed(_ node: String) -> Bool? {
        let answer = clinux_is_unclaimed(node)
        return answer < 0 ? nil : answer == 1
    }
}
