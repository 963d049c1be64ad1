/// Cases 32 and 33: the next initramfs that the guest builds for itself must have the drivers too.
struct InitramfsConfiguration: Decider {
    let id = "initramfs-configuration"
    let cases = [32, 33]
    let reads = [
        "/etc/initramfs-tools/initramfs.conf", "/etc/initramfs-tools/conf.d/*", "/etc/dracut.conf",
        "/etc/dracut.conf.d/*.conf",
        "/etc/sysconfig/kernel", "/etc/mkinitcpio.conf",
    ]
    let looks = [
        "/usr/bin/dracut", "/usr/sbin/dracut", "/sbin/dracut", "/usr/lib/dracut", "/usr/share/dracut",
        "/etc/dracut.conf.d",
    ]

    func decide(_ draft: inout Draft) {
        initramfsTools(&draft)
        dracut(&draft)
        list("/etc/sysconfig/kernel", "INITRD_MODULES=", quotes: ("\"", "\""), &draft)
        list("/etc/mkinitcpio.conf", "MODULES=", quotes: ("(", ")"), &draft)
    }

    /// SUSE's and Arch's lists of modules, in quotes or brackets.
    private func list(_ path: String, _ name: String, quotes: (Character, Character), _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        let wanted = loadable(draft.facts)
        let text = file.text.mapLines { line in
            guard line.hasPrefix(name) else { return nil }
            let value = line.dropFirst(name.count)
            guard value.first == quotes.0, value.last == quotes.1, value.count >= 2 else { return nil }
            let present = String(value.dropFirst().dropLast()).words
            let missing = wanted.filter { !present.contains($0) }
            return missing.isEmpty ? nil : "\(name)\(quotes.0)\((present + missing).joined(separator: " "))\(quotes.1)"
        }
        draft.edit(
            path, to: text, found: "modules of the server in \(name.dropLast())",
            why: "a rebuilt initramfs must have the drivers of the virtual machine",
            writes: "\(wanted.joined(separator: " ")) added")
    }

    /// Drivers that some kernel has as a module.
    private func loadable(_ facts: GuestFacts) -> [String] {
        facts.target.earlyModules.filter { name in
            facts.kernels.contains { if case .module? = $0.drivers[name] { true } else { false } }
        }
    }

    private func initramfsTools(_ draft: inout Draft) {
        let paths = ["/etc/initramfs-tools/initramfs.conf"] + draft.facts.files(in: "/etc/initramfs-tools/conf.d")
        for path in paths {
            guard let file = draft.facts.files[path] else { continue }
            let text = file.text.mapLines { line in
                ["MODULES=dep", "MODULES=list"].contains(line.trimmingSpaces) ? "MODULES=most" : nil
            }
            draft.edit(
                path, to: text, found: "MODULES=dep or list",
                why: "a rebuilt initramfs would again have one machine's drivers only", writes: "MODULES=most")
        }
    }

    private func dracut(_ draft: inout Draft) {
        let facts = draft.facts
        guard looks.dropLast().contains(where: { facts.paths.contains($0) }) else { return }
        let modules = loadable(facts)
        guard !modules.isEmpty else { return }
        let path = facts.paths.contains("/etc/dracut.conf.d") ? "/etc/dracut.conf.d/90-p2v.conf" : nil
        guard let path else { return }
        draft.create(
            path,
            "# Written by p2v: drivers of the virtual machine.\nadd_drivers+=\" \(modules.joined(separator: " ")) \"\n",
            found: "dracut, which takes the drivers of the machine it runs on",
            why: "a rebuilt initramfs must have the drivers of the virtual machine")
    }
}
