/// Checks names that go into configuration files.
enum MACAddress {
    /// Six pairs of hexadecimal digits with colons, not all zero, not a group address.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        return parts.count == 6 && bytes.count == 6 && bytes.contains { $0 != 0 } && bytes[0] & 1 == 0
    }
}

enum InterfaceName {
    /// As the kernel allows them, and without what systemd or udev would read as more than a name.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count < 16 && name != "." && name != ".."
            && name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
                    || $0 == 46
            }
    }

    /// `eth0`: what the kernel gives out in the order of discovery.
    static func isKernelName(_ name: String) -> Bool {
        name.hasPrefix("eth") && name.dropFirst(3).allSatisfy { $0.isNumber } && name.count > 3
    }
}
