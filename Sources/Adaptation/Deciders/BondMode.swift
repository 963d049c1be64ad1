/// Case 44: a bond that speaks LACP has no partner inside a virtual machine, and carries nothing.
struct BondMode: Decider {
    let id = "bond-mode"
    let cases = [44]
    let reads = [
        "/etc/sysconfig/network-scripts/ifcfg-*", "/etc/sysconfig/network/ifcfg-*", "/etc/network/interfaces",
        "/etc/network/interfaces.d/*", "/etc/netplan/*.yaml", "/etc/NetworkManager/system-connections/*",
        "/etc/systemd/network/*.netdev", "/etc/modprobe.d/*.conf", "/etc/modprobe.conf",
    ]

    /// Each way to say it, with the same way to say active-backup.
    private static let spellings = [
        ("mode=802.3ad", "mode=active-backup"), ("mode=4", "mode=active-backup"),
        ("Mode=802.3ad", "Mode=active-backup"),
        ("mode: 802.3ad", "mode: active-backup"), ("mode: \"802.3ad\"", "mode: active-backup"),
        ("bond-mode 802.3ad", "bond-mode active-backup"), ("bond-mode 4", "bond-mode active-backup"),
        ("bond_mode 802.3ad", "bond_mode active-backup"), ("bond_mode 4", "bond_mode active-backup"),
    ]

    func decide(_ draft: inout Draft) {
        for path in draft.facts.files.keys.sorted() where reads.contains(where: { Glob.matches(path, $0) }) {
            guard let file = draft.facts.files[path], file.text.lowercased().contains("bond") else { continue }
            let text = file.text.mapLines { line in
                guard !line.isComment else { return nil }
                return Self.spellings.lazy.compactMap { Self.replace($0.0, $0.1, in: line) }.first
            }
            draft.edit(
                path, to: text, found: "a bond in mode 802.3ad (LACP)",
                why: "a virtual machine's cards have no LACP partner: the bond would stay down",
                writes: "mode active-backup")
        }
    }

    /// Only a whole word: `mode=40` is something else.
    private static func replace(_ old: String, _ new: String, in line: String) -> String? {
        guard let place = line.range(of: old) else { return nil }
        let next = line[place.upperBound...].first
        guard next.map({ !$0.isNumber && !$0.isLetter }) ?? true else { return nil }
        return line[..<place.lowerBound] + new + line[place.upperBound...]
    }
}
