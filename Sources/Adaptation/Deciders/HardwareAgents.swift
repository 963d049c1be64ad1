internal import Estate

/// Cases 13 and 47: agents that look after the server's hardware hang, fail, or reboot a virtual machine. They are
/// masked, not removed: the package database stays as it is.
struct HardwareAgents: Decider {
    let id = "hardware-agents"
    let cases = [13, 47]
    let reads = ["/etc/modprobe.d/p2v-hardware.conf"]
    let looks = Units.looks

    private static let watchdogs = [
        "hpwdt", "hpilo", "iTCO_wdt", "ipmi_watchdog", "dcdbas", "wdat_wdt", "sp5100_tco", "dell_rbu", "ibmasm",
    ]

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        Units.mask(
            ForeignUnit.of([.hardware]).map(\.name), in: &draft, found: "an agent for the server's hardware",
            why: "it finds no hardware and fails, hangs, or lets a watchdog reboot the machine")
        blacklist(&draft)
        if draft.changes.count == before { draft.pass("no agent for hardware is installed") }
    }

    private func blacklist(_ draft: inout Draft) {
        let loaded = Set(draft.facts.profile?.hardware.modules.value ?? [])
        let found = Self.watchdogs.filter { loaded.contains($0) }
        guard !found.isEmpty else { return }
        draft.create(
            "/etc/modprobe.d/p2v-hardware.conf",
            "# Written by p2v: modules of the physical server.\n" + found.map { "blacklist \($0)\n" }.joined(),
            found: "watchdog modules \(found.joined(separator: ", "))",
            why: "a watchdog that nobody feeds reboots the machine")
    }
}
