internal import Estate

/// /proc/self/mounts with the sizes that df knows.
enum MountTable {
    /// File systems that hold nothing of the server's own.
    private static let pseudo: Set<String> = [
        "proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "securityfs", "debugfs", "tracefs", "pstore", "bpf",
        "mqueue", "hugetlbfs", "configfs", "fusectl", "efivarfs", "binfmt_misc", "autofs", "rpc_pipefs", "nsfs",
        "rootfs", "selinuxfs", "usbfs",
    ]

    static func parse(_ text: String, sizes: [String: DiskFree], inodes: [String: DiskFree]) -> [Mount]? {
        let mounts = Lines.of(text).compactMap { line -> Mount? in
            let words = line.split(separator: " ").map { unescaped(String($0)) }
            guard words.count >= 4, !pseudo.contains(words[2]) else { return nil }
            let size = sizes[words[1]]
            return Mount(
                source: words[0], target: words[1], type: words[2], options: words[3], bytes: size?.total,
                usedBytes: size?.used, freeInodes: inodes[words[1]].flatMap { $0.total == 0 ? nil : $0.available })
        }
        return text.trimmed.isEmpty ? nil : mounts
    }

    /// The kernel writes blanks, tabs, newlines and backslashes as `\040`.
    static func unescaped(_ text: String) -> String {
        guard text.contains("\\") else { return text }
        var plain: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            let digits = bytes.prefix(3)
            if byte == 92, digits.count == 3, digits.allSatisfy({ (48...55).contains($0) }) {
                plain.append(UInt8(truncatingIfNeeded: digits.reduce(0) { Int($0) * 8 + Int($1 - 48) }))
                bytes = bytes.dropFirst(3)
            } else {
                plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
