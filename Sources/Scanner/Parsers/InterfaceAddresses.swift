/// Addresses of interfaces: `ip -j addr` (iproute2 since 4.13), else `ip -o addr`, which RHEL 5 has too.
enum InterfaceAddresses {
    struct Address: Hashable {
        /// `10.77.0.53/24`.
        var text: String
        /// The kernel has it for a while: a lease, IPv6's privacy.
        var isPassing = false
        /// Beside another of its network, or without a network of its own: an alias, or one that a cluster moves.
        var isAdded = false
    }

    /// The kernel's words for an address that ends.
    private static let passing = ["dynamic", "temporary", "deprecated"]

    /// - Returns: interface → its addresses.
    static func json(_ text: String) -> [String: [Address]]? {
        guard let root = JSONValue(parsing: text), case .list(let links) = root else { return nil }
        var all: [String: [Address]] = [:]
        for link in links {
            guard let name = link["ifname"].text else { continue }
            guard case .list(let infos) = link["addr_info"] else { return nil }
            all[name] = infos.compactMap { info in
                guard let local = info["local"].text, let prefix = info["prefixlen"].count else { return nil }
                return address(
                    "\(local)/\(prefix)", isPassing: passing.contains { info[$0].flag == true },
                    isSecondary: info["secondary"].flag == true)
            }
        }
        return all
    }

    /// `2: eth0    inet 10.77.0.53/24 brd 10.77.0.255 scope global dynamic eth0\       valid_lft 86004sec …`.
    static func text(_ text: String) -> [String: [Address]]? {
        var all: [String: [Address]] = [:]
        for line in Lines.of(text) {
            let words = line.words
            guard words.count >= 4, words[0].hasSuffix(":"), words[2] == "inet" || words[2] == "inet6" else { continue }
            let name = String(words[1].prefix { $0 != "@" && $0 != ":" })
            let found = words[3].contains("/") ? words[3] : words[3] + (words[2] == "inet" ? "/32" : "/128")
            // The last word before the lifetime is the interface's name, whatever that is.
            let marks = words[4...].prefix { !$0.hasSuffix("\\") }
            all[name, default: []].append(
                address(
                    found, isPassing: marks.contains(where: passing.contains),
                    isSecondary: marks.contains("secondary")))
        }
        return all.isEmpty ? nil : all
    }

    private static func address(_ text: String, isPassing: Bool, isSecondary: Bool) -> Address {
        let isAlone = text.hasSuffix(text.contains(":") ? "/128" : "/32")
        return Address(text: text, isPassing: isPassing, isAdded: isSecondary || isAlone)
    }
}
