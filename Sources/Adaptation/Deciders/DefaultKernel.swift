internal import Estate

/// Case 34: the kernel that starts by itself has no driver for the virtual machine's disk, and another one has. The other
/// becomes the default.
struct DefaultKernel: Decider {
    let id = "default-kernel"
    let cases = [34]
    let reads = ["/etc/default/grub"]

    func decide(_ draft: inout Draft) {
        let prover = BootProver(facts: draft.facts)
        guard let menu = BootMenu.find(draft.facts), let chosen = menu.chosen else {
            return draft.pass("which kernel starts by itself cannot be told")
        }
        let links = prover.proof(of: chosen)
        guard links.contains(where: { $0.kind == .drivers && !$0.isProved }),
            links.contains(where: { $0.kind == .kernel && $0.isProved })
        else { return draft.pass("the kernel that starts by itself has the drivers, or is not known") }
        let others = menu.entries.filter { !$0.isRescue && $0 != chosen }
        guard let other = others.first(where: { prover.proof(of: $0).allSatisfy(\.isProved) }),
            let key = Self.key(of: other)
        else { return draft.pass("no other entry starts a kernel that has the drivers") }
        choose(other, key, chosen, menu, &draft)
    }

    private func choose(
        _ other: BootEntry, _ key: String, _ chosen: BootEntry, _ menu: BootMenu, _ draft: inout Draft
    ) {
        switch menu.loader {
        case .grub where other.menu == menu.path: grub(menu.path, key, other, &draft)
        case .legacy: edit(menu.path, other, &draft) { Self.isDefault($0) ? "default=\(key)" : nil }
        default: return draft.pass("the default of \(menu.loader.rawValue) is not changed by p2v")
        }
        draft.concern(
            "default-kernel-changed", .warning, seen: "\(chosen.title) has no driver for \(draft.facts.target.title)",
            matters: "\(other.title) starts by itself instead",
            advice: "install a kernel with the drivers, then choose the default again")
    }

    /// In the menu itself, as the environment block may be written at each start; and where the next menu is made from.
    private func grub(_ path: String, _ key: String, _ other: BootEntry, _ draft: inout Draft) {
        edit(path, other, &draft) { line in
            let isDefault = line.trimmingSpaces.hasPrefix("set default=") && !line.contains("next_entry")
            return isDefault ? "\(line.prefix { $0.isWhitespace })set default=\"\(key)\"" : nil
        }
        edit("/etc/default/grub", other, &draft) { $0.hasPrefix("GRUB_DEFAULT=") ? "GRUB_DEFAULT=\"\(key)\"" : nil }
    }

    private func edit(_ path: String, _ other: BootEntry, _ draft: inout Draft, line: (String) -> String?) {
        guard let file = draft.facts.files[path] else { return }
        draft.edit(
            path, to: file.text.mapLines(line), found: "a default whose kernel has no driver for the disk",
            why: "the guest would not find its root", writes: "the default \(other.title)")
    }

    private static func isDefault(_ line: String) -> Bool {
        line.hasPrefix("default=") || line.words.first == "default"
    }

    /// A name lasts when an entry is added, a number does not; only plain characters go into the menu.
    private static func key(of entry: BootEntry) -> String? {
        let safe = entry.keys.filter { key in
            key.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || Array("-_.>+:".utf8).contains($0)
            }
        }
        let named = safe.filter { key in key.split(separator: ">").allSatisfy { Int($0) == nil } }
        return named.sorted().first ?? safe.sorted().first
    }
}
