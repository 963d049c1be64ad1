/// A disk of the source as it is now.
package struct SourceDisk: Sendable, Hashable {
    package var bytes: UInt64
    /// Serial number and world-wide name, where the system tells them.
    package var names: Set<String>

    package init(bytes: UInt64, names: Set<String>) {
        self.bytes = bytes
        self.names = names
    }

    /// False only when the disk has names and `planned` is none of them.
    package func isKnown(as planned: String?) -> Bool {
        guard let planned, !names.isEmpty else { return true }
        return names.contains(planned)
    }

    /// Reads lines of `name TAB size in 512-byte sectors TAB serial TAB WWN`.
    static func parse(_ text: String) -> [String: SourceDisk] {
        var disks: [String: SourceDisk] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 4, let sectors = UInt64(fields[1]), sectors <= UInt64.max / 512 else { continue }
            let names = fields[2...].map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
            disks["/dev/\(fields[0])"] = SourceDisk(bytes: sectors * 512, names: Set(names))
        }
        return disks
    }
}
