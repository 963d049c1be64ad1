internal import Estate

/// GRUB 2: `grub.cfg`, with entries of the Boot Loader Specification where it says `blscfg` (GRUB manual, "Writing full
/// configuration files directly").
enum GrubMenu {
    static func read(_ facts: GuestFacts) -> BootMenu? {
        let vendors = facts.files.keys.filter { Glob.matches($0, "/boot/efi/EFI/*/grub.cfg") }.sorted()
        let fixed = ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg"]
        let paths = facts.firmware == .uefi ? vendors + fixed : fixed + vendors
        return paths.lazy.compactMap { menu(of: $0, facts) }.first
    }

    private static func menu(of path: String, _ facts: GuestFacts) -> BootMenu? {
        guard let text = facts.files[path]?.text else { return nil }
        let environment = environment(beside: path, facts)
        let variables = variables(of: text).merging(environment) { _, new in new }
        let wanted = environment["next_entry"].flatMap { $0.isEmpty ? nil : $0 } ?? defaultName(text, environment)
        var parser = GrubParser(path: path, variables: variables)
        parser.read(text)
        let usesSpecification = text.lines.contains { $0.words.first == "blscfg" }
        let specified = usesSpecification ? BootSpecification.entries(in: "/boot", facts, variables) : []
        // A stub that only leads to another file has no entry.
        guard !parser.entries.isEmpty || !specified.isEmpty else { return nil }
        return BootMenu(
            loader: .grub, path: path, entries: specified + parser.entries,
            chosen: choose(wanted, specified, parser.entries))
    }

    /// Where names do not match GRUB takes the first; the order of specified entries is one of versions, and is not
    /// guessed here.
    private static func choose(_ wanted: String, _ specified: [BootEntry], _ entries: [BootEntry]) -> BootEntry? {
        let all = specified + entries
        if let named = all.first(where: { $0.keys.contains(wanted) && (specified.isEmpty || Int(wanted) == nil) }) {
            return named
        }
        guard specified.isEmpty else {
            let usual = specified.filter { !$0.isRescue }
            return usual.count == 1 ? usual.first : nil
        }
        return entries.first { $0.keys.contains(wanted + ">0") } ?? entries.first
    }

    /// What `set default=` says last, apart from an entry for one start.
    private static func defaultName(_ text: String, _ environment: [String: String]) -> String {
        let values = text.lines.compactMap { line -> String? in
            let line = line.trimmingSpaces
            guard line.hasPrefix("set default=") else { return nil }
            return String(line.dropFirst(12)).unquoted
        }
        let value = values.last { !$0.contains("next_entry") } ?? "0"
        guard value.contains("saved_entry") else { return value }
        return environment["saved_entry"].flatMap { $0.isEmpty ? nil : $0 } ?? "0"
    }

    /// The environment block that lies beside the menu, or where distributions keep it.
    static func environment(beside path: String, _ facts: GuestFacts) -> [String: String] {
        let places = [Applier.folder(of: path) + "/grubenv", "/boot/grub2/grubenv", "/boot/grub/grubenv"]
        guard let text = places.lazy.compactMap({ facts.files[$0]?.text }).first else { return [:] }
        return assignments(text.lines.filter { !$0.hasPrefix("#") })
    }

    private static func variables(of text: String) -> [String: String] {
        assignments(
            text.lines.map { $0.trimmingSpaces }.filter { $0.hasPrefix("set ") }.map { String($0.dropFirst(4)) })
    }

    private static func assignments(_ lines: [String]) -> [String: String] {
        lines.reduce(into: [:]) { values, line in
            guard let equals = line.firstIndex(of: "=") else { return }
            values[String(line[..<equals])] = line[line.index(after: equals)...].trimmingSpaces.unquoted
        }
    }
}
