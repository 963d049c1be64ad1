/// /proc/net/{tcp,tcp6,udp,udp6}, each line after its file's name: `tcp 0: 0100007F:0016 00000000:0000 0A …`.
///
/// Addresses are 32-bit words in the server's byte order, which is taken as little-endian (x86, arm).
enum ProcNet {
    static func parse(_ text: String) -> Sockets? {
        var sockets = Sockets()
        var lines = 0
        for line in Lines.of(text) {
            let words = line.words
            guard words.count >= 5, words[0].hasPrefix("tcp") || words[0].hasPrefix("udp") else { continue }
            lines += 1
            guard let local = endpoint(words[2]), let peer = endpoint(words[3]) else { continue }
            let states = ["0A": "LISTEN", "01": "ESTAB", "07": "UNCONN"]
            sockets.add(
                String(words[0].prefix(3)), state: states[words[4]] ?? words[4], local: local, peer: peer, process: nil)
        }
        return lines == 0 ? nil : sockets
    }

    private static func endpoint(_ text: String) -> Sockets.Endpoint? {
        guard let (hex, portText) = text.halves(":"), let port = Int(portText, radix: 16), port <= 65_535 else {
            return nil
        }
        var bytes: [UInt8] = []
        var rest = Substring(hex)
        while !rest.isEmpty {
            guard rest.count >= 8, let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
            rest = rest.dropFirst(8)
        }
        return bytes.count == 4 || bytes.count == 16 ? Sockets.Endpoint(address: address(bytes), port: port) : nil
    }

    private static func address(_ bytes: [UInt8]) -> String {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
        if bytes.count == 16, Array(bytes.prefix(12)) == mapped { return address(Array(bytes.suffix(4))) }
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return IPv6Text.address(
            stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) })
    }
}
