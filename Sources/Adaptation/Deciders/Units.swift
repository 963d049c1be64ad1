/// systemd units, upstart jobs and start scripts of the guest.
enum Units {
    static let folders = ["/lib/systemd/system", "/usr/lib/systemd/system", "/etc/systemd/system"]

    /// Patterns that show which there are. SUSE's `/etc/rc.d` is a link to `/etc/init.d`, Red Hat's `/etc/rc3.d` one to
    /// `/etc/rc.d/rc3.d`.
    static let looks =
        folders.flatMap { ["\($0)/*.service", "\($0)/*.socket"] }
        + ["2", "3", "5", "S"].flatMap { level in
            ["/etc", "/etc/rc.d", "/etc/init.d"].map { "\($0)/rc\(level).d/S*" }
        } + ["/etc/init.d/boot.d/S*", "/etc/init/*.conf"]

    /// Masks those of the units that exist (systemctl(1), "mask"); start links and upstart jobs are moved aside.
    ///
    /// - Parameter names: without `.service`; one that ends in `*` is a prefix.
    static func mask(_ names: [String], in draft: inout Draft, found: String, why: String) {
        for name in names {
            for unit in units(name, draft.facts) {
                draft.link("/etc/systemd/system/\(unit)", to: "/dev/null", found: "\(found): \(unit)", why: why)
            }
            for link in startLinks(of: name, draft.facts) + jobs(name, draft.facts) {
                draft.setAside(link, found: "\(found): \(link.split(separator: "/").last ?? "")", why: why)
            }
        }
    }

    private static func units(_ name: String, _ facts: GuestFacts) -> [String] {
        let names = facts.paths.compactMap { path -> String? in
            guard folders.contains(Applier.folder(of: path)) else { return nil }
            return path.split(separator: "/").last.map { String($0) }
        }
        return Set(names).filter { unit in
            [".service", ".socket"].contains { unit.hasSuffix($0) && fits(String(unit.dropLast($0.count)), name) }
        }.sorted()
    }

    /// `/etc/rc3.d/S50hp-health` starts `hp-health`.
    private static func startLinks(of script: String, _ facts: GuestFacts) -> [String] {
        facts.paths.filter { path in
            guard path.hasPrefix("/etc/rc") || path.hasPrefix("/etc/init.d/"),
                let name = path.split(separator: "/").last, name.first == "S"
            else { return false }
            return fits(String(name.dropFirst(3)), script) && name.dropFirst().prefix(2).allSatisfy { $0.isNumber }
        }.sorted()
    }

    /// `/etc/init/hp-asrd.conf`; its name is the job's (init(5) of upstart).
    private static func jobs(_ name: String, _ facts: GuestFacts) -> [String] {
        facts.paths.filter { path in
            guard Applier.folder(of: path) == "/etc/init", path.hasSuffix(".conf") else { return false }
            return fits(String(path.dropFirst("/etc/init/".count).dropLast(".conf".count)), name)
        }.sorted()
    }

    /// A unit that is an instance of a template has its name before the `@`.
    private static func fits(_ name: String, _ wanted: String) -> Bool {
        wanted.hasSuffix("*") ? name.hasPrefix(wanted.dropLast()) : name == wanted
    }
}
