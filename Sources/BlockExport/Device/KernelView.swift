/// What the running kernel knows of a disk, from /sys and /proc.
struct KernelView: Sendable {
    let files: KernelFiles
    /// Whether nobody else has a device open for himself alone; nil where the kernel does not tell.
    let isUnclaimed: @Sendable (_ node: String) -> Bool?

    init(
        files: KernelFiles = KernelFiles(),
        isUnclaimed: @escaping @Sendable (String) -> Bool? = { MountedSpace.isUnclaimed($0) }
    ) {
        self.files = files
        self.isUnclaimed = isUnclaimed
    }

    /// The kernel's name of the partition that fills `range` of a disk, or of the disk itself, if it has exactly that.
    func name(of range: Range<UInt64>, on device: String, size: UInt64) -> String? {
        guard let real = Self.realName(device) else { return nil }
        if range == 0..<size { return real }
        let folder = "/sys/class/block/\(real)"
        guard let names = files.names(in: folder) else { return nil }
        let found = names.filter { name in
            guard name.hasPrefix(real), let start = files.number("\(folder)/\(name)/start"),
                let count = files.number("\(folder)/\(name)/size")
            else { return false }
            return start.times(512) == range.lowerBound && count.times(512) == UInt64(range.count)
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Bytes from the start of the disk to the start of a partition: 0 for what is none; nil where nobody knows.
    func start(of path: String) -> UInt64? {
        guard let name = Self.realName(path), case let folder = "/sys/class/block/\(name)",
            let entries = files.names(in: folder)
        else { return nil }
        return entries.contains("partition") ? files.number("\(folder)/start")?.times(512) : 0
    }

    static func realName(_ path: String) -> String? {
        KernelFiles.resolved(path)?.split(separator: "/").last.map { String($0) }
    }

    /// Mounts straight from the device with this number, as `8:1`; nil where nobody knows.
    func mounts(of number: String) -> [(point: String, type: String)]? {
        guard let table = files.text("/proc/self/mountinfo") else { return nil }
        var found: [(point: String, type: String)] = []
        for line in table.split(separator: "\n") {
            // 36 35 98:0 /root /point options - type source options
            let fields = line.split(separator: " ")
            guard fields.count > 6, fields[2] == number else { continue }
            guard let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { return nil }
            found.append((Self.unescaped(fields[4]), String(fields[dash + 1])))
        }
        return found
    }

    /// Devices that are swapped to, by their kernel names; nil where nobody knows.
    func swaps() -> [String]? {
        guard let table = files.text("/proc/swaps") else { return nil }
        return table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split { $0 == " " || $0 == "\t" }
            guard fields.count > 1, fields[1] == "partition" else { return nil }
            let path = Self.unescaped(fields[0])
            return Self.realName(path) ?? path.split(separator: "/").last.map { String($0) }
        }
    }

    /// Blanks and the like stand as `\040`.
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
}
