/// EXTLINUX: labels in `extlinux.conf` and in the files that it includes (SYSLINUX, "Config").
enum ExtlinuxMenu {
    static func read(_ facts: GuestFacts) -> BootMenu? {
        let path = "/boot/extlinux/extlinux.conf"
        guard let text = facts.files[path]?.text else { return nil }
        let included = text.lines.map(\.words).filter { $0.count >= 2 && $0[0].lowercased() == "include" }.compactMap {
            facts.files["/boot/extlinux/\($0[1])"]?.text
        }
        var entries: [BootEntry] = []
        var wanted: String?
        for line in ([text] + included).flatMap(\.lines) where !line.isComment {
            read(line.words, path, &entries, &wanted)
        }
        guard !entries.isEmpty else { return nil }
        let chosen = wanted.flatMap { name in entries.first { $0.keys.contains(name) } }
        return BootMenu(loader: .extlinux, path: path, entries: entries, chosen: chosen)
    }

    private static func read(_ words: [String], _ path: String, _ entries: inout [BootEntry], _ wanted: inout String?) {
        let values = Array(words.dropFirst())
        switch words[0].lowercased() {
        case "default": wanted = values.first
        case "ontimeout": wanted = values.first ?? wanted
        case "label":
            let name = values.first ?? ""
            entries.append(BootEntry(menu: path, title: name, keys: [name]))
        case "kernel" where !entries.isEmpty, "linux" where !entries.isEmpty:
            entries[entries.count - 1].kernel = values.first
        case "initrd" where !entries.isEmpty:
            entries[entries.count - 1].initramfs = values.flatMap { $0.split(separator: ",").map { String($0) } }
        case "append" where !entries.isEmpty:
            entries[entries.count - 1].options = values
            let named = values.filter { $0.hasPrefix("initrd=") }.map { String($0.dropFirst(7)) }
            entries[entries.count - 1].initramfs += named.flatMap { $0.split(separator: ",").map { String($0) } }
        default: break
        }
    }
}
