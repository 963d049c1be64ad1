internal import Estate
internal import Guestfs

extension WindowsPlan {
    /// Services and drivers of HP, Dell, IBM and of teams of network cards.
    private static let agents = [
        "cpqnicmgmt", "cqmghost", "cqmgserv", "cqmgstor", "cimnotify", "sysdown", "hpqilo2", "hpqilo3", "hpqams",
        "hpwmistor",
        "sysmgmthp", "cissesrv", "proliantmonitor", "amsd", "dcevt64", "dcstor64", "dcevt32", "dcstor32", "omsad",
        "server administrator",
        "mr2kserv", "ibmsprem", "ibmdirectoragent", "basfnd", "blfp", "iansprotocol", "ians", "cpqteam", "cpqteammp",
        "mrmonitor",
        "dellperfmon", "bhdrvx64",
    ]
    /// Filter drivers of controllers that stay behind.
    private static let oldFilters: Set<String> = [
        "hpdskflt", "cpqdfw", "hpcissm2", "hpcissm3", "lsi_filter", "megasasflt", "iastorf", "adphdflt", "mpiodsm",
        "emcpbase", "emcpsan",
    ]

    /// Case 65: agents for hardware that is not there.
    mutating func oldAgents() {
        let found = Self.agents.filter { (facts.services[$0]?.start ?? 4) < 4 }
        guard !found.isEmpty else {
            return pass("windows-agents", [65], "no agent for hardware is installed")
        }
        for name in found {
            set(
                "windows-agents", [65], [edit(service(name), "Start", .number(4))],
                path: "HKLM\\SYSTEM\\\(facts.controlSet)\\Services\\\(name)",
                found: "an agent for the server's hardware",
                why: "it fails at every start, or restarts the machine", writes: "Start=4 (disabled)")
        }
    }

    /// Case 65: a filter driver that is listed and not there makes the whole device fail.
    mutating func filters() {
        for filter in facts.filters {
            let kept = filter.entries.filter { !Self.oldFilters.contains($0.lowercased()) }
            guard kept.count < filter.entries.count else { continue }
            set(
                "windows-filters", [65], [edit(filter.key, filter.name, .list(kept))],
                path: "HKLM\\SYSTEM\\\(filter.key.joined(separator: "\\"))",
                found: "\(filter.name): \(filter.entries.joined(separator: " "))",
                why: "a filter driver of the server's controller makes every disk fail",
                writes: "\(filter.name): \(kept.joined(separator: " "))")
        }
    }

    /// Case 59: a fast start writes a memory image at every shutdown, which no other machine may resume from.
    mutating func fastStartup() {
        guard facts.hasDriverDatabase else { return }
        set(
            "windows-fast-startup", [59],
            [edit([facts.controlSet, "Control", "Session Manager", "Power"], "HiberbootEnabled", .number(0))],
            path: "HKLM\\SYSTEM\\\(facts.controlSet)\\Control\\Session Manager\\Power", found: "fast startup",
            why: "the disk is left as if in use at every shutdown", writes: "HiberbootEnabled=0")
    }

    /// Cases 63 and 64: what is only said.
    mutating func said() {
        concern(
            "windows-activation", .information, "\(facts.product)",
            "a licence tied to the maker's BIOS ends with the server",
            "have a volume licence key ready")
        if facts.major < 6 {
            concern(
                "windows-hal", .warning, "a Windows with a hardware abstraction layer of its own",
                "it stops at start where the virtual machine has no APIC", "keep ACPI and APIC on, as in our templates")
        }
    }
}
