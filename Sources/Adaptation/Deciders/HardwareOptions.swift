/// Case 36: kernel options and settings for a large server's hardware.
struct HardwareOptions: Decider {
    let id = "hardware-options"
    let cases = [36, 37]
    let reads =
        BootLoaderNames().reads + ["/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/etc/tuned/*/tuned.conf"]

    /// They reserve memory or processors of a size that the virtual machine has not.
    private static let dropped: Set<String> = [
        "hugepages", "hugepagesz", "default_hugepagesz", "hugetlb_cma", "isolcpus", "nohz_full", "rcu_nocbs",
        "irqaffinity", "mem", "memmap", "kernelcore", "movablecore", "maxcpus", "nr_cpus",
        // The clock of the server's board; a guest that moves needs the hypervisor's.
        "clocksource",
    ]

    /// Options that harm with one value only: no shutdown button, a processor that never rests, a time stamp counter that
    /// is trusted on the next host as well.
    private static let droppedValues = ["acpi": ["off"], "idle": ["poll"], "tsc": ["reliable", "nowatchdog"]]

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
        sysctl(&draft)
        if draft.changes.count == before { draft.pass("no kernel option is for the server's hardware") }
    }

    private func options(_ path: String, _ draft: inout Draft) {
        guard let file = draft.facts.files[path] else { return }
        var written: [String] = []
        var text = file.text.mapLines { line in
            if line.trimmingSpaces.hasPrefix("#") { return nil }
            if line.trimmingSpaces.hasPrefix("serial ") || line.hasPrefix("GRUB_SERIAL_COMMAND") {
                return Self.firstPort(line)
            }
            return Self.rewrite(line, &written)
        }
        if path.hasSuffix("grubenv") { text = GrubEnvironment.padded(text) ?? file.text }
        draft.edit(
            path, to: text, found: "options for the server's memory, processors or serial port",
            why: "memory would be reserved that is not there, or the console stays silent",
            writes: Set(written).sorted().joined(separator: ", "))
    }

    private static func rewrite(_ line: String, _ written: inout [String]) -> String {
        KernelOptions.rewrite(line) { name, value in
            guard let value else { return nil }
            if name == "console", let port = SerialPort.first(inPlaceOf: value) {
                written.append("console=\(value) → \(port)")
                return "console=\(port)"
            }
            guard dropped.contains(name) || droppedValues[name]?.contains(value) == true else { return nil }
            written.append("without \(name)=\(value)")
            return ""
        }
    }

    /// GRUB's own words for a serial port: its number, or its address (GRUB manual, "serial").
    private static func firstPort(_ line: String) -> String {
        line.replacing(/--unit=[1-9][0-9]*/, with: "--unit=0").replacing(
            /--port=(?:0x)?[0-9A-Fa-f]+/, with: { _ in "--port=0x3f8" })
    }

    private func sysctl(_ draft: inout Draft) {
        let paths = draft.facts.files.keys.filter { path in
            ["/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/etc/tuned/*/tuned.conf"].contains { Glob.matches(path, $0) }
        }
        for path in paths.sorted() {
            guard let file = draft.facts.files[path] else { continue }
            var written: [String] = []
            let text = file.text.mapLines { line in
                // A dash in front ignores errors; a slash may stand for the dot (sysctl.d(5)).
                let name = line.trimmingSpaces.drop { $0 == "-" }.prefix { $0 != "=" && !$0.isWhitespace }
                if Self.reserved.contains(String(name).replacing("/", with: ".")) { return "# p2v: \(line)" }
                // tuned's own options for the kernel, of its plug-in "bootloader".
                guard name.hasPrefix("cmdline"), let equals = line.firstIndex(of: "="), path.hasSuffix("tuned.conf")
                else { return nil }
                // A sign says what becomes of the options of the profile that it includes.
                let value = line[line.index(after: equals)...]
                let sign = value.prefix { $0 == "+" || $0 == "-" }
                return line[...equals] + sign + Self.rewrite(String(value.dropFirst(sign.count)), &written)
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
