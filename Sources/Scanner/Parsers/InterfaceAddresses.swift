/// Addresses of interfaces: `ip -j addr` (iproute2 since 4.13), else `ip -o addr`, which RHEL 5 has too.
enum InterfaceAddresses {
    /// - Returns: interface → `10.77.0.53/24`.
    static func json(_ text: String) -> [String: [String]]? {
        guard let root = JSONValue(parsing: text), case .list(let links) = root else { return nil }
        var all: [String: [String]] = [:]
        for link in links {
            guard let name = link["ifname"].text else { continue }
            guard case .list(let infos) = link["addr_info"] else { return nil }
            all[name] = infos.compactMap { info in
                guard let local = info["local"].text, let prefix = info["prefixlen"].count else { return nil }
                return "\(local)/\(prefix)"
            }
        }
        return all
    }

    /// `2: eth0    inet 10.77.0.53/24 brd 10.77.0.255 scope global eth0`.
    static func text(_ text: String) -> [String: [String]]? {
        var all: [String: [String]] = [:]
        for line in Lines.of(text) {
            let words = line.words
            guard words.count >= 4, words[0].hasSuffix(":"), words[2] == "inet" || words[2] == "inet6" else { continue }
            let name = String(words[1].prefix { $0 != "@" && $0 != ":" })
            let address = words[3].contains("/") ? words[3] : words[3] + (words[2] == "inet" ? "/32" : "/128")
            all[name, default: []].append(address)
        }
        return all.isEmpty ? nil : all
    }
}
