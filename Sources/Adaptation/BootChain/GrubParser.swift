/// Reads the entries of a `grub.cfg`, with those of its submenus.
struct GrubParser {
    let path: String
    let variables: [String: String]
    private(set) var entries: [BootEntry] = []
    private var blocks: [Block] = [Block(isMenu: true, keys: [])]
    private var current: BootEntry?

    private struct Block {
        var isMenu: Bool
        var keys: Set<String>
        var count = 0
    }

    init(path: String, variables: [String: String]) {
        (self.path, self.variables) = (path, variables)
    }

    mutating func read(_ text: String) {
        for line in text.lines where !line.isComment { read(line: line.trimmingSpaces) }
        close()
    }

    private mutating func read(line: String) {
        let words = line.words
        switch words.first ?? "" {
        case "menuentry", "submenu": open(line, isMenu: words[0] == "submenu")
        case "linux", "linux16", "linuxefi":
            // A menu may have no entry at all, and start what it names.
            if current == nil { current = BootEntry(menu: path, title: "the commands of \(path)", keys: ["0"]) }
            let words = expanded(words.dropFirst())
            current?.kernel = words.first
            current?.options = Array(words.dropFirst())
        case "initrd", "initrd16", "initrdefi":
            let files = expanded(words.dropFirst())
            current?.initramfs = files
        case "}":
            if blocks.count > 1, !blocks.removeLast().isMenu { close() }
        default: if line.hasSuffix("{") { blocks.append(Block(isMenu: true, keys: [])) }
        }
    }

    private mutating func open(_ line: String, isMenu: Bool) {
        let title = Self.quoted(line)
        let words = line.words
        let id = words.indices.first { ["--id", "$menuentry_id_option"].contains(words[$0]) && $0 + 1 < words.count }
            .map { words[$0 + 1].unquoted }
        let place = blocks.count - 1
        let own = Set([String(blocks[place].count), title] + (id.map { [$0] } ?? []))
        blocks[place].count += 1
        let parents = blocks.last { !$0.keys.isEmpty }?.keys ?? []
        let keys = parents.isEmpty ? own : Set(parents.flatMap { parent in own.map { "\(parent)>\($0)" } })
        if !isMenu {
            close()
            current = BootEntry(menu: path, title: title, keys: keys)
        }
        if line.hasSuffix("{") { blocks.append(Block(isMenu: isMenu, keys: isMenu ? keys : [])) }
    }

    private mutating func close() {
        if let current { entries.append(current) }
        current = nil
    }

    private func expanded(_ words: ArraySlice<String>) -> [String] {
        words.flatMap { Variables.expand($0, variables).words }
    }

    /// The first text in quotes, or the first word.
    private static func quoted(_ line: String) -> String {
        guard let mark = line.first(where: { $0 == "'" || $0 == "\"" }), let start = line.firstIndex(of: mark) else {
            return line.words.dropFirst().first ?? ""
        }
        return String(line[line.index(after: start)...].prefix { $0 != mark })
    }
}
