/// A question in one packet, an answer in another.
protocol PacketCodec {
    func question(_ number: Int) -> [UInt8]
    /// Which probe a packet answers, and how; nil for packets that are not ours.
    ///
    /// - Parameter latest: the number sent last: short identifiers are counted back from it.
    func answer(_ packet: ArraySlice<UInt8>, latest: Int) -> (number: Int, outcome: ProbeSample.Outcome)?
}

/// A UDP query for one A record; the transaction number is the probe's low 16 bits.
struct DNSCodec: PacketCodec {
    var name: String
    var expected: String?

    func question(_ number: Int) -> [UInt8] {
        DNSMessage.query(id: UInt16(truncatingIfNeeded: number), name: name)
    }

    func answer(_ packet: ArraySlice<UInt8>, latest: Int) -> (number: Int, outcome: ProbeSample.Outcome)? {
        guard let id = DNSMessage.id(packet) else { return nil }
        let number = latest - Int(UInt16(truncatingIfNeeded: latest) &- id)
        guard number >= 0 else { return nil }
        switch DNSMessage.read(packet, answering: question(number)) {
        case .foreign: return nil
        case .no: return (number, .refused)
        case .addresses(let found):
            return (number, expected.map(found.contains) ?? true ? .answered : .refused)
        }
    }
}

/// ICMP echo (RFC 792, RFC 4443) with 56 bytes of data: a mark of this run, the probe's number, zeros.
struct EchoRequestCodec: PacketCodec {
    /// Tells our replies from those of other pings on this machine.
    var mark: UInt64
    var isIPv6: Bool
    /// Raw IPv4 sockets deliver the IP header too.
    var hasIPHeader: Bool

    func question(_ number: Int) -> [UInt8] {
        var packet: [UInt8] = [isIPv6 ? 128 : 8, 0, 0, 0]
        packet += Self.bytes(mark).prefix(2)
        packet += Self.bytes(UInt64(number)).suffix(2)
        packet += Self.bytes(mark) + Self.bytes(UInt64(number)) + [UInt8](repeating: 0, count: 40)
        if !isIPv6 { packet.replaceSubrange(2..<4, with: Self.bytes(UInt64(Self.checksum(packet))).suffix(2)) }
        return packet
    }

    func answer(_ packet: ArraySlice<UInt8>, latest: Int) -> (number: Int, outcome: ProbeSample.Outcome)? {
        let header = hasIPHeader ? Int((packet.first ?? 0) & 0x0f) * 4 : 0
        let reply = packet.dropFirst(header)
        guard reply.count >= 24, reply.first == (isIPv6 ? 129 : 0) else { return nil }
        let data = reply.dropFirst(8)
        guard Self.number(data.prefix(8)) == mark, let number = Int(exactly: Self.number(data.dropFirst(8).prefix(8))),
            number <= latest
        else { return nil }
        return (number, .answered)
    }

    /// The internet checksum (RFC 1071) of a packet whose checksum field is zero.
    static func checksum(_ packet: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: packet.count, by: 2) {
            sum += UInt32(packet[index]) << 8 | (index + 1 < packet.count ? UInt32(packet[index + 1]) : 0)
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return ~UInt16(sum)
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
