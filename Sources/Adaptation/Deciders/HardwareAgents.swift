internal import Estate

/// Cases 13 and 47: agents that look after the server's hardware hang, fail, or reboot a virtual machine. They are
/// masked, not removed: the package database stays as it is.
struct HardwareAgents: Decider {
    let id = "hardware-agents"
    let cases = [13, 47]
    let reads = ["/etc/modprobe.d/p2v-hardware.conf"]
    let looks = Units.looks

    /// HP, Dell, IBM and Lenovo, then what all of them share.
    static let agents = [
        "hp-health", "hp-asrd", "hp-snmp-agents", "hpsmhd", "hpssad", "hpsmad", "amsd", "ahslog", "smad", "mr_cpqScsi",
        "cpqiScsi",
        "dataeng", "dsm_sa_datamgrd", "dsm_sa_eventmgrd", "dsm_sa_snmpd", "dsm_om_connsvc", "dsm_om_shrsvc",
        "instsvcdrv",
        "srvadmin-services", "dcismeng", "ibmasm", "ibmspsvc", "lmsensors", "ipmi", "ipmievd", "openipmi",
        "bmc-snmp-proxy",
        "ipmidetectd", "ipmi_port", "mcelog", "mcelogd", "smartd", "smartmontools", "lm_sensors", "lm-sensors", "edac",
        "fcoe", "lldpad",
        "megaraid_storage_manager", "vivaldiframeworkd", "MegaRAID", "cciss_vol_status", "hpacucli", "thermald",
        "hp-ams", "cpqScsi", "cpqIde", "cpqFca", "hpvca", "racsvc", "dsm_sa_eventmgr32d", "dsm_sa_datamgr32d",
    ]
    static let watchdogs = ["hpwdt", "hpilo", "iTCO_wdt", "ipmi_watchdog", "dcdbas"]

    func decide(_ draft: inout Draft) {
        let before = draft.changes.count
        Units.mask(
            Self.agents.map { "\($0).service" }, in: &draft, found: "an agent for the server's hardware",
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
