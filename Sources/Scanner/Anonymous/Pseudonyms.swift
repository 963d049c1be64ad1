internal import Estate

/// What stands in place of a name, an address or a number: the same for the same, all through one export.
struct Pseudonyms {
    enum Kind: Hashable {
        case server, host, card, serial, wwn, uuid, key, volume, label, place, program, source
        case mac, address6, network4
        /// Hosts are numbered in each network of their own.
        case host4(network: String)
    }

    private var given: [Kind: [String: Int]] = [:]

    mutating func number(_ kind: Kind, _ original: String) -> Int {
        let known = given[kind]?[original]
        let number = known ?? (given[kind]?.count ?? 0) + 1
        given[kind, default: [:]][original] = number
        return number
    }

    mutating func name(_ kind: Kind, _ original: String) -> String {
        let number = number(kind, original)
        switch kind {
        case .server: return "server-" + padded(String(number), 3)
        case .host: return "host-\(number)"
        case .card: return "card\(number)"
        case .serial: return "serial-\(number)"
        case .wwn: return "0x5" + padded(String(number, radix: 16), 15)
        case .uuid: return "00000000-0000-4000-8000-" + padded(String(number, radix: 16), 12)
        case .key: return "key-\(number)"
        case .volume: return "/dev/mapper/volume-\(number)"
        case .label: return "label-\(number)"
        case .place: return "/place-\(number)"
        case .program: return "program-\(number)"
        case .source: return "source-\(number)"
        case .mac: return "02:00:" + pairs(padded(String(number, radix: 16), 8))
        case .address6: return "fd00::" + String(number, radix: 16)
        // 10.0.0.0/8 has room for 65,536 networks of 256 addresses.
        case .network4: return "10.\(number >> 8 & 0xFF).\(number & 0xFF)"
        case .host4(let network): return name(.network4, network) + ".\(number & 0xFF)"
        }
    }

    private func padded(_ text: String, _ length: Int) -> String {
        String(repeating: "0", count: max(0, length - text.count)) + text
    }

    /// `0000001f` is `00:00:00:1f`.
    private func pairs(_ digits: String) -> String {
        stride(from: 0, to: 8, by: 2).map { String(digits.dropFirst($0).prefix(2)) }.joined(separator: ":")
    }
}
