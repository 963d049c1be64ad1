/// GRUB before 2: `menu.lst` or `grub.conf` (GRUB legacy manual, "Configuration").
enum LegacyMenu {
    static func read(_ facts: GuestFacts) -> BootMenu? {
        let paths = ["/boot/grub/menu.lst", "/boot/grub/grub.conf"]
        guard let path = paths.first(where: { facts.files[$0] != nil }), let text = facts.files[path]?.text else {
            return nil
        }
        let (entries, wanted) = parse(text, path)
        guard !entries.isEmpty else { return nil }
        // "saved" is a number in a file of its own, after which filling follows.
        let saved = facts.files["/boot/grub/default"]?.text.lines.first.flatMap { Int($0.trimmingSpaces) }
        let number = wanted == "saved" ? saved : Int(wanted ?? "0")
        let chosen = number.flatMap { entries.indices.contains($0) ? entries[$0] : nil }
        return BootMenu(loader: .legacy, path: path, entries: entries, chosen: chosen)
    }

    private static func parse(_ text: String, _ path: String) -> (entries: [BootEntry], wanted: String?) {
        var entries: [BootEntry] = []
        var wanted: String?
        for line in text.lines where !line.isComment {
            // `default=0` and `default 0` are the same.
            let words = line.split { $0 == " " || $0 == "\t" }.map { String($0) }
            let name = words.first.map { String($0.prefix { $0 != "=" }) } ?? ""
            switch name {
            case "default":
                wanted = line.split { $0 == "=" || $0 == " " || $0 == "\t" }.dropFirst().first.map { String($0) }
            case "title":
                let title = words.dropFirst().joined(separator: " ")
                entries.append(BootEntry(menu: path, title: title, keys: [String(entries.count)]))
            case "kernel" where !entries.isEmpty:
                let values = words.dropFirst().drop { $0.hasPrefix("--") }
                entries[entries.count - 1].kernel = values.first
                entries[entries.count - 1].options = Array(values.dropFirst())
            case "initrd" where !entries.isEmpty:
                entries[entries.count - 1].initramfs = Array(words.dropFirst())
            default: break
            }
        }
        return (entries, wanted)
    }
}
