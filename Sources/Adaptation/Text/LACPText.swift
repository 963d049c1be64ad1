/// A network file without LACP: the mode becomes active-backup, and the options that only LACP takes go with it, as
/// NetworkManager refuses a connection that has them beside another mode (nm-settings(5), "bond").
enum LACPText {
    /// Names without their separators: `lacp_rate`, `lacp-rate`, `bond-lacp-rate`, `LACPTransmitRate`.
    private static let options: Set<String> = [
        "lacprate", "lacptransmitrate", "xmithashpolicy", "transmithashpolicy", "adselect", "adactorsysprio",
        "adactorsystempriority", "adactorsystem", "aduserportkey", "minlinks",
    ]

    static func withoutLACP(_ text: String) -> String {
        var changed = false
        let modes = text.mapLines { line in
            guard !line.isComment, let edited = mode(line) else { return nil }
            changed = true
            return edited
        }
        guard changed else { return text }
        // Another bond of this file may hash its frames by rights.
        let keepsHash = modes.contains("balance-xor") || modes.contains("balance-tlb")
        return modes.mapLines { line in line.isComment ? nil : options(line, keepsHash: keepsHash) }
    }

    private static func mode(_ line: String) -> String? {
        let key = /(?<head>(?:^|[\s{,"'-]|_)[Mm]ode["']?(?:\s*[=:]\s*|\s+))["']?(?:802\.3ad|4)["']?(?=$|[\s,}"';])/
        if line.contains(#""lacp""#), line.contains("runner") || line.contains("name") {
            return line.replacing(#""lacp""#, with: #""activebackup""#)
        }
        guard let match = line.firstMatch(of: key) else { return nil }
        // A quote that closes around more than the mode stays where it is.
        let tail = balanced(match.output.0.dropFirst(match.output.head.count))
        return line[..<match.range.lowerBound] + String(match.output.head) + "active-backup" + tail
            + line[match.range.upperBound...]
    }

    /// The closing quote of `"mode=802.3ad"` is not the mode's.
    private static func balanced(_ value: Substring) -> String {
        guard let last = value.last, last == "\"" || last == "'", value.first != last else { return "" }
        return String(last)
    }

    private static func options(_ line: String, keepsHash: Bool) -> String? {
        let isOption = { (name: Substring) in
            var plain = String(name.lowercased().filter { $0.isLetter })
            if plain.hasPrefix("bond") { plain = String(plain.dropFirst(4)) }
            return options.contains(plain) && !(keepsHash && plain.hasSuffix("hashpolicy"))
        }
        // A line of its own: a comment keeps what it was.
        let name = line.drop { $0.isWhitespace }.prefix { $0.isLetter || $0 == "_" || $0 == "-" }
        if isOption(name) { return "# p2v: \(line.trimmingSpaces)" }
        // One of several on a line, `a=b` or `a: b`.
        let pair = /(?<lead>,\s*|\s+)?(?<name>[A-Za-z_-]+)(?:=|:\s*)[A-Za-z0-9+_.-]+/
        var edited = line
        for match in line.matches(of: pair).reversed() where isOption(match.output.name) {
            edited.removeSubrange(match.range)
        }
        return edited == line ? nil : edited
    }
}
