internal import CLinux
internal import Glibc

/// Free space of a mounted file system, as the kernel tells it (ioctl_getfsmap(2), Linux 4.12 and later).
enum MountedSpace {
    /// Free ranges in bytes from the start of the device; nil when the kernel does not tell.
    static func freeRanges(of node: String) -> [Range<UInt64>]? {
        guard let point = KernelView.mountPoint(of: node) else { return nil }
        let descriptor = open(point, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
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
}
