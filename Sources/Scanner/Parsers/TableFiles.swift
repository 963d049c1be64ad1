internal import Estate

/// fstab(5) and crypttab(5) as the script prints them: what a name means now, then the entry.
enum TableFiles {
    static func fstab(_ text: String) -> [FstabEntry]? {
        entries(text).compactMap { words, now in
            guard words.count >= 3 else { return nil }
            return FstabEntry(
                spec: MountTable.unescaped(words[0]), mountPoint: MountTable.unescaped(words[1]), type: words[2],
                options: words.count > 3 ? words[3] : "defaults", resolved: now)
        }
    }

    static func crypttab(_ text: String) -> [CrypttabEntry]? {
        entries(text).compactMap { words, now in
            guard words.count >= 2 else { return nil }
            return CrypttabEntry(
                name: words[0], source: words[1], keyFile: words.count > 2 ? words[2] : "none",
                options: words.count > 3 ? words[3] : "", resolved: now)
        }
    }

    private static func entries(_ text: String) -> [(words: [String], now: String?)] {
        var now: String?
        var found: [([String], String?)] = []
        for line in Lines.of(text) {
            if line.hasPrefix("now") {
                let device = line.dropFirst(3).trimmed
                now = device.isEmpty ? nil : device
            } else if line.hasPrefix("entry ") {
                found.append((line.dropFirst(6).words, now))
                now = nil
            }
        }
        return found
    }
}
