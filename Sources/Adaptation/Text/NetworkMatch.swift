/// The section `[Match]` of a file of systemd-networkd, or `[match]` of a NetworkManager keyfile, without the server's slots
/// and drivers (systemd.network(5); nm-settings-keyfile(5)).
struct NetworkMatch {
    enum Dialect: Hashable { case networkd, keyfile }

    private(set) var edited: String
    /// What finds no card, and nothing tells which one is meant.
    private(set) var lost: String?

    init(text: String, cards: MatchedCards, dialect: Dialect) {
        edited = text
        var found: [(line: Int, names: [String], seen: String)] = []
        var hasOther = false
        var section = ""
        let lines = text.lines
        for (number, line) in lines.enumerated() where !line.isComment {
            let line = line.trimmingSpaces
            if line.hasPrefix("[") { section = line }
            let parts = line.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces }
            guard parts.count == 2, !parts[1].isEmpty else { continue }
            if Self.names(parts[0], in: section) { hasOther = true }
            guard section.lowercased() == "[match]", ["path", "driver"].contains(parts[0].lowercased()) else {
                continue
            }
            let values = parts[1].split { $0 == " " || $0 == ";" }.map { String($0) }
            guard let value = values.first(where: { Self.isServers($0, cards) }) else { continue }
            let isPath = parts[0].lowercased() == "path"
            found.append(
                (
                    number, values.flatMap { isPath ? cards.names(path: $0) : cards.names(driver: $0) },
                    "\(parts[0])=\(value)"
                ))
        }
        guard let first = found.first else { return }
        let names = found.dropFirst().reduce(first.names) { kept, next in kept.filter(next.names.contains) }
        guard hasOther || !names.isEmpty else {
            lost = first.seen
            return
        }
        edited = Self.text(lines, found.map(\.line), hasOther ? nil : Set(names).sorted(), dialect)
    }

    /// What tells a card without its slot.
    private static func names(_ key: String, in section: String) -> Bool {
        switch section.lowercased() {
        case "[match]": ["Name", "MACAddress", "PermanentMACAddress", "interface-name"].contains(key)
        case "[connection]": key == "interface-name"
        case "[ethernet]", "[802-3-ethernet]": key == "mac-address"
        default: false
        }
    }

    /// A pattern may fit the virtual machine's card as well, and what is excluded excludes nothing there.
    private static func isServers(_ value: String, _ cards: MatchedCards) -> Bool {
        !value.contains("*") && !value.hasPrefix("!") && !cards.isVirtual(value)
    }

    private static func text(_ lines: [String], _ dropped: [Int], _ names: [String]?, _ dialect: Dialect) -> String {
        lines.enumerated().flatMap { number, line -> [String] in
            guard dropped.contains(number) else { return [line] }
            let comment = "# p2v: \(line.trimmingSpaces)"
            guard let names, number == dropped[0] else { return [comment] }
            switch dialect {
            case .networkd: return [comment, "Name=\(names.joined(separator: " "))"]
            case .keyfile: return [comment, "interface-name=\(names.joined(separator: ";"));"]
            }
        }.joined(separator: "\n")
    }
}
