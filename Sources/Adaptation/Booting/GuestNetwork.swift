/// The guest's own address, and a network around it for QEMU's user networking.
struct GuestNetwork: Hashable {
    var address: String
    /// `10.77.0.0/24`
    var network: String
    /// An address of the network that is not the guest's.
    var gateway: String
    /// Another one, where QEMU answers for a DNS server that reaches nothing.
    var nameServer: String

    /// - Parameter text: `10.77.0.53/24`, IPv4 only.
    init?(_ text: String?) {
        guard let parts = text?.split(separator: "/"), parts.count == 2, let prefix = Int(parts[1]),
            (8...29).contains(prefix)
        else { return nil }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let base = value & (UInt32.max << UInt32(32 - prefix))
        address = Self.dotted(value)
        network = "\(Self.dotted(base))/\(prefix)"
        gateway = Self.dotted(value == base + 1 ? base + 4 : base + 1)
        nameServer = Self.dotted(value == base + 3 ? base + 5 : base + 3)
    }

    private static func dotted(_ value: UInt32) -> String {
        [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
    }
}
