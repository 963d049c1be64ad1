/// What stands in place of a name, an address or a number: the same for the same, all through one export.
///
/// ```
/// name(kind, original)            → the stand-in of one thing that is known to be of this kind
/// learn(kind, names), then text   → free text in which no learned name and no address or identifier stands
/// ```
package struct Pseudonyms: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Of a server that was scanned.
        case server, card, serial, wwn, uuid, key, volume, label, place, program, source
        /// Of a pool: its own name, hosts, SRs, VMs, networks; who uses it, and files of the machine that asks.
        case pool, host, repository, machine, network, user, file
        case mac, address6, network4
        /// Hosts are numbered in each network of their own.
        case host4(network: String)
    }

    private var given: [Kind: [String: Int]] = [:]

    package init() {}

    package mutating func number(_ kind: Kind, _ original: String) -> Int {
        let known = given[kind]?[original]
        let number = known ?? (given[kind]?.count ?? 0) + 1
        given[kind, default: [:]][original] = number
        return number
    }

    package mutating func name(_ kind: Kind, _ original: String) -> String {
        if case .host4(let network) = kind { _ = number(.network4, network) }
        return form(kind, number(kind, original))
    }

    /// Remembers names in this order, so that text can be looked through for them. An empty one is passed over, and one that
    /// is known keeps its stand-in.
    package mutating func learn(_ kind: Kind, _ names: some Sequence<String>) {
        for name in names where !name.isEmpty && !given.values.contains(where: { $0[name] != nil }) {
            _ = number(kind, name)
        }
    }

    /// Names with what stands for them, the longest first: one may be the start of another.
    var learned: [(name: String, stand: String)] {
        given.flatMap { kind, names in names.map { (name: $0.key, stand: form(kind, $0.value)) } }
            .sorted { ($1.name.utf8.count, $0.name) < ($0.name.utf8.count, $1.name) }
    }

    private func form(_ kind: Kind, _ number: Int) -> String {
        switch kind {
        case .server: "server-" + padded(String(number), 3)
        case .card: "card\(number)"
        case .wwn: "0x5" + padded(String(number, radix: 16), 15)
        case .uuid: "00000000-0000-4000-8000-" + padded(String(number, radix: 16), 12)
        case .volume: "/dev/mapper/volume-\(number)"
        case .place: "/place-\(number)"
        case .repository: "sr-\(number)"
        case .machine: "vm-\(number)"
        case .serial, .key, .label, .program, .source, .pool, .host, .network, .user, .file: "\(kind)-\(number)"
        case .mac: "02:00:" + pairs(padded(String(number, radix: 16), 8))
        case .address6: "fd00::" + String(number, radix: 16)
        // 10.0.0.0/8 has room for 65,536 networks of 256 addresses.
        case .network4: "10.\(number >> 8 & 0xFF).\(number & 0xFF)"
        case .host4(let network): form(.network4, given[.network4]?[network] ?? 0) + ".\(number & 0xFF)"
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
