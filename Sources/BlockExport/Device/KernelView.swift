internal import CLinux
internal import Glibc

/// What the running kernel knows of a disk, from /sys and /proc.
enum KernelView {
    /// The node of the partition that fills `window`, or of the disk itself, if the kernel has exactly that.
    static func node(of window: Window) -> String? {
        let device = window.device
        if window.range == 0..<device.size { return device.path }
        guard let real = realName(device.path) else { return nil }
        let folder = "/sys/class/block/\(real)"
        for name in names(in: folder) where name.hasPrefix(real) {
            guard let start = number("\(folder)/\(name)/start"), let size = number("\(folder)/\(name)/size") else {
                continue
            }
            if start * 512 == window.range.lowerBound, size * 512 == window.count { return "/dev/\(name)" }
        }
        return nil
    }

    /// Bytes from the start of the disk to the start of a partition; nil for what is no partition.
    static func start(of path: String) -> UInt64? {
        realName(path).flatMap { number("/sys/class/block/\($0)/start") }.map { $0 * 512 }
    }

    /// Whether a file system is mounted straight from this node.
    static func isMounted(_ node: String) -> Bool { mountPoint(of: node) != nil }

    /// Where a file system is mounted straight from this node.
    static func mountPoint(of node: String) -> String? {
        var status = stat()
        guard stat(node, &status) == 0, let mounts = text("/proc/self/mountinfo") else { return nil }
        let number = "\(clinux_major(status.st_rdev)):\(clinux_minor(status.st_rdev))"
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5)
            if fields.count > 4, fields[2] == number { return unescaped(fields[4]) }
        }
        return nil
    }

    /// Blanks and the like stand as `\040` in mountinfo.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func realName(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved).split(separator: "/").last.map { String($0) }
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                    tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }

    static func number(_ path: String) -> UInt64? {
        text(path).flatMap { UInt64($0.prefix { $0.isNumber }) }
    }

    private static func text(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &piece, piece.count), count > 0 { bytes += piece[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
