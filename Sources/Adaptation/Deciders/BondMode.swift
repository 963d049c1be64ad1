/// Case 44: a bond that speaks LACP has no partner inside a virtual machine, and carries nothing.
struct BondMode: Decider {
    let id = "bond-mode"
    let cases = [44]
    let reads = [
        "/etc/sysconfig/network-scripts/ifcfg-*", "/etc/sysconfig/network/ifcfg-*", "/etc/network/interfaces",
        "/etc/network/interfaces.d/*", "/etc/netplan/*.yaml", "/etc/NetworkManager/system-connections/*",
        "/etc/systemd/network/*.netdev", "/etc/modprobe.d/*.conf", "/etc/modprobe.conf",
    ]

    func decide(_ draft: inout Draft) {
        for path in draft.facts.files.keys.sorted() where reads.contains(where: { Glob.matches(path, $0) }) {
            guard let file = draft.facts.files[path] else { continue }
            let lower = file.text.lowercased()
            guard lower.contains("bond") || lower.contains("team") else { continue }
            draft.edit(
                path, to: LACPText.withoutLACP(file.text), found: "a bond in mode 802.3ad (LACP)",
                why: "a virtual machine's cards have no LACP partner: the bond would stay down",
                writes: "mode active-backup, without what only LACP takes")
        }
    }
}
