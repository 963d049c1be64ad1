/// Entries as files of their own (Boot Loader Specification, "Type #1").
enum BootSpecification {
    /// - Parameter base: the folder that the partition with `loader/entries` is mounted at.
    static func entries(in base: String, _ facts: GuestFacts, _ variables: [String: String]) -> [BootEntry] {
        facts.files(in: "\(base)/loader/entries", suffix: ".conf").compactMap { path in
            facts.files[path].map { entry(path, $0.text, variables) }
        }
    }

    private static func entry(_ path: String, _ text: String, _ variables: [String: String]) -> BootEntry {
        let id = String((path.split(separator: "/").last ?? "").dropLast(5))
        var entry = BootEntry(menu: path, title: id, keys: [id, id + ".conf"])
        for line in text.lines where !line.isComment {
            let words = line.words
            let values = words.dropFirst().flatMap { Variables.expand($0, variables).words }
            switch words[0] {
            case "title":
                entry.title = words.dropFirst().joined(separator: " ")
                entry.keys.insert(entry.title)
            case "linux": entry.kernel = values.first
            case "initrd": entry.initramfs += values
            case "options": entry.options += values
            default: break
            }
        }
        return entry
    }
}
