/// A frame that teaches switches where a MAC address is: a reverse ARP request (RFC 903) to everybody, as QEMU sends it
/// after a migration. Hosts ignore it; switches learn from its source address.
package struct StationFrame: Sendable, Hashable {
    package let mac: [UInt8]

    /// - Parameter text: `52:54:00:77:00:42`; nil for anything else, and for group addresses.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { $0.count == 2 ? UInt8($0, radix: 16) : nil }
        guard parts.count == 6, bytes.count == 6, bytes[0] & 1 == 0 else { return nil }
        mac = bytes
    }

    /// 60 bytes: the shortest frame that Ethernet allows.
    package var bytes: [UInt8] {
        let broadcast = [UInt8](repeating: 0xff, count: 6)
        let nobody: [UInt8] = [0, 0, 0, 0]
        // Ethernet hardware, IPv4, 6 and 4 bytes of address, operation 3: request reverse.
        let head: [UInt8] = [0x80, 0x35, 0, 1, 8, 0, 6, 4, 0, 3]
        let frame = broadcast + mac + head + mac + nobody + mac + nobody
        return frame + [UInt8](repeating: 0, count: 60 - frame.count)
    }
}
