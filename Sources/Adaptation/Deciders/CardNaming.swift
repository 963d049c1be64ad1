/// Finds what names a card by its MAC address. A file that only has the address in it, for another setting, names nothing.
struct CardNaming {
    let facts: GuestFacts

    /// - Parameter mac: in lower case.
    func file(naming name: String, by mac: String) -> String? {
        let links = facts.files(in: "/etc/systemd/network", suffix: ".link").filter { path in
            !path.contains("/10-p2v-") && isLink(facts.files[path]?.text ?? "", naming: name, by: mac)
        }
        let rules = facts.files(in: "/etc/udev/rules.d").filter { path in
            (facts.files[path]?.text.lines ?? []).contains { isRule($0, naming: name, by: mac) }
        }
        return (links + rules).first
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
