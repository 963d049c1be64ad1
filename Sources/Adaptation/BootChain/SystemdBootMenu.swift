/// systemd-boot: entries on the EFI system partition, or on the partition for them (loader.conf(5)).
enum SystemdBootMenu {
    private static let bases = ["/boot/efi", "/efi", "/boot"]

    /// Its program is on the EFI system partition, and GRUB's is not.
    static func isLoader(_ facts: GuestFacts) -> Bool {
        let programs = facts.paths.map { $0.lowercased() }.filter { $0.contains("/efi/") && $0.hasSuffix(".efi") }
        let isThere = programs.contains { $0.contains("/systemd-boot") }
        return isThere && !programs.contains { $0.contains("/grub") }
    }

    static func read(_ facts: GuestFacts) -> BootMenu? {
        let entries =
            bases.flatMap { BootSpecification.entries(in: $0, facts, [:]) } + facts.unified.map(\.entry)
        guard let first = entries.first else { return nil }
        let wanted = bases.lazy.compactMap { facts.files["\($0)/loader/loader.conf"]?.text }.first.flatMap(preferred)
        let matching = wanted.map { pattern in
            entries.filter { entry in entry.keys.contains { Glob.matches($0, pattern) } }
        }
        let found = matching ?? entries
        return BootMenu(
            loader: .systemdBoot, path: Applier.folder(of: first.menu), entries: entries,
            chosen: found.count == 1 ? found.first : nil)
    }

    private static func preferred(_ text: String) -> String? {
        text.lines.map(\.words).last { $0.count == 2 && $0[0] == "default" }?[1]
    }
}
