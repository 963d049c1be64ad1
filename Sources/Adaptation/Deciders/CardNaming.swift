/// Finds what names a card by its MAC address. A file that only has the address in it, for another setting, names nothing.
struct CardNaming {
    let facts: GuestFacts

    /// The rule by which udev reads link files, since version 209 of systemd; a file of this name in `/etc` may switch it
    /// off.
    static let looks = [
        "/lib/udev/rules.d/80-net-setup-link.rules", "/usr/lib/udev/rules.d/80-net-setup-link.rules",
        "/etc/udev/rules.d/80-net-setup-link.rules",
    ]

    /// udev is known to read link files.
    var readsLinks: Bool {
        let isThere = Self.looks.map { facts.paths.contains($0) }
        return (isThere[0] || isThere[1]) && !isThere[2]
    }

    /// A line that names a card by the server's slot or driver alone: another card may be there now.
    static func isByPlace(_ line: String) -> Bool {
        let text = line.filter { !$0.isWhitespace }
        guard !line.isComment, text.contains("NAME=\""), !text.lowercased().contains("attr{address}==") else {
            return false
        }
        return ["KERNELS==", "ID_PATH}==", "BUS==", "ID==", "DRIVERS=="].contains { key in
            text.contains(",\(key)") || text.hasPrefix(key) || text.contains("{\(key)")
        }
    }

    /// - Parameter mac: in lower case.
    func file(naming name: String, by mac: String) -> String? {
        let links = facts.files(in: "/etc/systemd/network", suffix: ".link").filter { path in
            !path.contains("/10-p2v-") && isLink(facts.files[path]?.text ?? "", naming: name, by: mac)
        }
        return links.first ?? rule(naming: name, by: mac)
    }

    func rule(naming name: String, by mac: String) -> String? {
        facts.files(in: "/etc/udev/rules.d").first { path in
            (facts.files[path]?.text.lines ?? []).contains { isRule($0, naming: name, by: mac) }
        }
    }

    /// systemd.link(5): an address in `[Match]`, and `Name=` in `[Link]`.
    private func isLink(_ text: String, naming name: String, by mac: String) -> Bool {
        var section = ""
        var isMatched = false
        var isNamed = false
        for line in text.lines where !line.isComment {
            let line = line.trimmingSpaces
            if line.hasPrefix("[") { section = line }
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces }
            guard parts.count == 2 else { continue }
            if section == "[Match]", ["MACAddress", "PermanentMACAddress"].contains(parts[0]) {
                isMatched = isMatched || parts[1].lowercased().words.contains(mac)
            }
            if section == "[Link]", parts[0] == "Name" { isNamed = parts[1] == name }
        }
        return isMatched && isNamed
    }

    /// udev(7): `NAME="eth0"` in the line that matches the address.
    private func isRule(_ line: String, naming name: String, by mac: String) -> Bool {
        guard !line.isComment, line.lowercased().contains("\"\(mac)\"") else { return false }
        let pairs = line.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        return pairs.contains("NAME=\"\(name)\"") || pairs.contains("NAME:=\"\(name)\"")
    }
}
