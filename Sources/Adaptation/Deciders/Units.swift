/// systemd units and init scripts of the guest.
enum Units {
    static let folders = ["/lib/systemd/system", "/usr/lib/systemd/system", "/etc/systemd/system"]

    /// Patterns that show which units and scripts there are.
    static let looks = [
        "/lib/systemd/system/*.service", "/usr/lib/systemd/system/*.service", "/etc/systemd/system/*.service",
        "/lib/systemd/system/*.socket", "/usr/lib/systemd/system/*.socket", "/etc/systemd/system/*.socket",
        "/etc/rc2.d/S*", "/etc/rc3.d/S*", "/etc/rc5.d/S*", "/etc/rc.d/rc2.d/S*", "/etc/rc.d/rc3.d/S*",
        "/etc/rc.d/rc5.d/S*",
    ]

    /// Masks those of the units that exist (systemctl(1), "mask"); start links of System V scripts are moved aside.
    static func mask(_ units: [String], in draft: inout Draft, found: String, why: String) {
        for unit in units {
            if folders.contains(where: { draft.facts.paths.contains("\($0)/\(unit)") }) {
                draft.link("/etc/systemd/system/\(unit)", to: "/dev/null", found: "\(found): \(unit)", why: why)
            }
            let script = unit.split(separator: ".").first.map { String($0) } ?? unit
            for link in startLinks(of: script, draft.facts) {
                draft.setAside(link, found: "\(found): \(script)", why: why)
            }
        }
    }

    /// `/etc/rc3.d/S50hp-health` starts `hp-health`.
    private static func startLinks(of script: String, _ facts: GuestFacts) -> [String] {
        facts.paths.filter { path in
            guard path.hasPrefix("/etc/rc"), let name = path.split(separator: "/").last, name.first == "S" else {
                return false
            }
            return name.dropFirst(3) == script && name.dropFirst().prefix(2).allSatisfy { $0.isNumber }
        }.sorted()
    }
}
