/// The addresses that a segment of servers has itself: pure.
package enum SegmentAddresses {
    /// A server on it, as far as its scan tells.
    package struct Guest: Sendable, Hashable {
        /// `10.77.0.53/24`.
        package var address: String?
        package var gateway: String?

        package init(address: String?, gateway: String?) {
            self.address = address
            self.gateway = gateway
        }
    }

    /// One in each network of theirs, with its prefix length: its gateway, or else the last one that is none of theirs.
    package static func of(_ guests: [Guest]) -> [String] {
        let places = guests.compactMap { guest in guest.address.flatMap(IPv4Place.init) }
        let taken = Set(places.map(\.address))
        var networks: Set<UInt32> = []
        return zip(guests.filter { $0.address.flatMap(IPv4Place.init) != nil }, places).compactMap { guest, place in
            guard networks.insert(place.network).inserted else { return nil }
            let gateway = guest.gateway.flatMap { IPv4Place("\($0)/\(place.prefix)") }
            let chosen: UInt32? =
                if let gateway, gateway.network == place.network, !taken.contains(gateway.address) {
                    gateway.address
                } else {
                    (1...64).lazy.map { place.last - UInt32($0) }.first { $0 > place.network && !taken.contains($0) }
                }
            return chosen.map { "\(IPv4Place.dotted($0))/\(place.prefix)" }
        }
    }
}

/// An address in its network.
struct IPv4Place: Hashable {
    var address: UInt32
    var prefix: Int

    /// - Parameter text: `10.77.0.53/24`.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let prefix = Int(parts[1]), (8...29).contains(prefix) else { return nil }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        address = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        self.prefix = prefix
    }

    private var mask: UInt32 { UInt32.max << UInt32(32 - prefix) }
    var network: UInt32 { address & mask }
    /// Its broadcast address.
    var last: UInt32 { network | ~mask }

    static func dotted(_ value: UInt32) -> String {
        [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
    }
}
