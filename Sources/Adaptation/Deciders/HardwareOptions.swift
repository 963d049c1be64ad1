/// Cases 36 and 37: kernel options for a large server's hardware.
struct HardwareOptions: Decider {
    let id = "hardware-options"
    let cases = [36, 37]
    let reads = BootLoaderNames().reads + ["/etc/inittab", "/etc/sysctl.conf", "/etc/sysctl.d/*.conf"]

    /// They reserve memory or processors of a size that the virtual machine has not.
    private static let dropped: Set<String> = [
        "hugepages", "hugepagesz", "default_hugepagesz", "isolcpus", "nohz_full", "rcu_nocbs", "mem", "memmap",
        "maxcpus",
        "nr_cpus", "acpi",
    ]

    /// Settings in pages or KiB of the server's memory (kernel, admin-guide/sysctl/vm).
    private static let reserved: Set<String> = [
        "vm.nr_hugepages", "vm.nr_hugepages_mempolicy", "vm.nr_overcommit_hugepages", "vm.min_free_kbytes",
        "vm.admin_reserve_kbytes", "vm.user_reserve_kbytes",
    ]

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        for path in draft.facts.files.keys.sorted()
        where BootLoaderNames().reads.contains(where: { Glob.matches(path, $0) }) {
            options(path, &draft)
        }
        inittab(&draft)
        sysctl(&draft)
        if draft.changes.count == before { draft.pass("no kernel option is for the server's hardware") }
    }

    private func options(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        var written: [String] = []
        var text = file.text.mapLines { line in
            if line.trimmingSpaces.hasPrefix("#") { return nil }
            if line.trimmingSpaces.hasPrefix("serial ") || line.hasPrefix("GRUB_SERIAL_COMMAND") {
                return line.replacingFirst("--unit=1", with: "--unit=0")
            }
            return KernelOptions.rewrite(line) { name, value in
                guard let value else { return nil }
                if name == "console", value.hasPrefix("ttyS1") {
                    written.append("console=\(value) → ttyS0")
                    return "console=ttyS0" + value.dropFirst(5)
                }
                // acpi=force and the like are harmless; off stops the shutdown button.
                guard Self.dropped.contains(name), name != "acpi" || value == "off" else { return nil }
                written.append("without \(name)=\(value)")
                return ""
            }
        }
        if path.hasSuffix("grubenv") { text = GrubEnvironment.padded(text) ?? file.text }
        draft.edit(
            path, to: text, found: "options for the server's memory, processors or serial port",
            why: "memory would be reserved that is not there, or the console stays silent",
            writes: Set(written).sorted().joined(separator: ", "))
    }

    private func inittab(_ draft: inout Draft) {
        guard let file = draft.facts.files["/etc/inittab"] else { return }
        let hasFirst = file.text.lines.contains { !$0.isComment && $0.contains("ttyS0") }
        let text = file.text.mapLines { line in
            guard !line.isComment, line.contains("ttyS1") else { return nil }
            return hasFirst ? "# p2v: \(line)" : line.replacingFirst("ttyS1", with: "ttyS0")
        }
        draft.edit(
            "/etc/inittab", to: text, found: "a login on the second serial port",
            why: "the virtual machine has one serial port", writes: "the login on ttyS0")
    }

    private func sysctl(_ draft: inout Draft) {
        let paths = ["/etc/sysctl.conf"] + draft.facts.files(in: "/etc/sysctl.d", suffix: ".conf")
        for path in paths {
            guard let file = draft.facts.files[path] else { continue }
            let text = file.text.mapLines { line in
                // A dash in front ignores errors; a slash may stand for the dot (sysctl.d(5)).
                let name = line.trimmingSpaces.drop { $0 == "-" }.prefix { $0 != "=" && !$0.isWhitespace }
                return Self.reserved.contains(String(name).replacing("/", with: ".")) ? "# p2v: \(line)" : nil
            }
            draft.edit(
                path, to: text, found: "huge pages or a reserve for the server's memory",
                why: "they would take the virtual machine's memory at boot", writes: "the line as a comment")
        }
    }
}

extension String {
    func replacingFirst(_ old: String, with new: String) -> String {
        guard let place = range(of: old) else { return self }
        return self[..<place.lowerBound] + new + self[place.upperBound...]
    }
}
