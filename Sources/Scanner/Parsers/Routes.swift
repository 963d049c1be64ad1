internal import Estate

/// The main routing table: `ip -j route`, else `ip route`.
enum Routes {
    /// Entries that send nothing anywhere begin with their type.
    private static let types: Set<String> = [
        "multicast", "unreachable", "blackhole", "local", "broadcast", "prohibit", "throw", "anycast",
    ]

    static func json(_ text: String) -> [Route]? {
        guard let root = JSONValue(parsing: text), case .list(let routes) = root else { return nil }
        return routes.flatMap { route -> [Route] in
            guard let destination = route["dst"].text else { return [] }
            return ([route] + route["nexthops"].list).compactMap { hop in
                guard let interface = hop["dev"].text else { return nil }
                return Route(
                    destination: destination, gateway: hop["gateway"].text ?? hop["via"]["host"].text,
                    interface: interface)
            }
        }
    }

    /// `default via 10.77.0.1 dev eth0 onlink`, `10.77.0.0/24 dev eth0 proto kernel scope link`.
    ///
    /// A route over several ways has a line for itself, and one that begins with `nexthop` for each.
    ///
    /// - Returns: nil for text of another kind, and where a line is not understood: a route less is no fact.
    static func text(_ text: String) -> [Route]? {
        var routes: [Route] = []
        var several: String?
        for line in Lines.of(text) {
            let words = line.words
            guard let first = words.first else { continue }
            if types.contains(first) {
                several = nil
                continue
            }
            let destination = first == "nexthop" ? several : first
            guard let destination, isDestination(destination) else { return nil }
            guard let interface = word(after: "dev", words) else {
                several = destination
                continue
            }
            routes.append(
                Route(
                    destination: destination, gateway: word(after: "via", words).map(host(words)),
                    interface: interface))
            if first != "nexthop" { several = nil }
        }
        return routes
    }

    private static func isDestination(_ word: String) -> Bool {
        word == "default" || (word.first?.isHexDigit == true && !word.contains("\""))
            || word.hasPrefix("::")
    }

    /// `via inet6 fe80::1`: the family stands before the address.
    private static func host(_ words: [String]) -> (String) -> String {
        { via in via.hasPrefix("inet") ? word(after: via, words) ?? via : via }
    }

    private static func word(after key: String, _ words: [String]) -> String? {
        guard let at = words.firstIndex(of: key), at + 1 < words.count else { return nil }
        return words[at + 1]
    }

    /// Default routes of /proc/net/ipv6_route: destination, prefix, source, prefix, next hop, metric, references, uses,
    /// flags, interface; all in hexadecimal.
    static func defaultsOfIPv6(_ text: String) -> [Route] {
        let gateway: UInt32 = 0x2  // RTF_GATEWAY in linux/route.h
        return Lines.of(text).compactMap { line in
            let words = line.words
            guard words.count == 10, words[1] == "00", words[0].allSatisfy({ $0 == "0" }),
                let flags = UInt32(words[8], radix: 16), flags & gateway != 0, let hop = IPv6Text.address(hex: words[4])
            else { return nil }
            return Route(destination: "default", gateway: hop, interface: words[9])
        }
    }
}
