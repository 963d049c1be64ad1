/// Cases 32 and 33: the next initramfs that the guest builds for itself must have the drivers too.
struct InitramfsConfiguration: Decider {
    let id = "initramfs-configuration"
    let cases = [32, 33]
    let reads = ["/etc/initramfs-tools/initramfs.conf", "/etc/initramfs-tools/conf.d/*", "/etc/dracut.conf", "/etc/dracut.conf.d/*.conf"]
    let looks = ["/usr/bin/dracut", "/usr/sbin/dracut", "/sbin/dracut", "/usr/lib/dracut", "/usr/share/dracut"]

    func decide(_ draft: inout Draft) {
        initramfsTools(&draft)
        dracut(&draft)
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
        guard looks.contains(where: { facts.paths.contains($0) }) else { return }
        let modules = facts.target.earlyModules.filter { name in
            facts.kernels.contains { if case .module? = $0.drivers[name] { true } else { false } }
        }
        guard !modules.isEmpty else { return }
        let path = facts.paths.contains("/etc/dracut.conf.d") ? "/etc/dracut.conf.d/90-p2v.conf" : nil
        guard let path else { return }
        draft.create(
            path, "# Written by p2v: drivers of the virtual machine.\nadd_drivers+=\" \(modules.joined(separator: " ")) \"\n",
            found: "dracut, which takes the drivers of the machine it runs on",
            why: "a rebuilt initramfs must have the drivers of the virtual machine")
    }
}
