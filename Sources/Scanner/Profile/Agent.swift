/// Software that belongs to the hardware, to a hypervisor or to a backup system, known by its processes and services.
struct Agent: Sendable, Hashable {
    enum Kind: String, Sendable { case hardware, hypervisor, guest, cluster, licence, backup }

    var name: String
    var kind: Kind
    /// Process or service names, without `.service`; one that ends in `*` is a prefix.
    var signs: [String]

    static let catalogue: [Agent] = [
        Agent(
            name: "hp-health", kind: .hardware,
            signs: [
                "hp-health", "hpasmlited", "hp-asrd", "hp-snmp-agents", "hpsmhd", "smhstart", "amsd", "amsHelper",
                "hponcfg", "hpvca",
            ]),
        Agent(
            name: "dell-openmanage", kind: .hardware,
            signs: ["dataeng", "dsm_sa_*", "dsm_om_*", "srvadmin*", "dcismeng", "instsvcdrv"]),
        Agent(name: "ibm-director", kind: .hardware, signs: ["cimserver", "tier1slp", "ibmasm", "lenovo*"]),
        Agent(name: "ipmi", kind: .hardware, signs: ["ipmi", "ipmievd", "openipmi", "ipmidetectd"]),
        Agent(name: "mcelog", kind: .hardware, signs: ["mcelog", "mcelogd"]),
        Agent(name: "smartd", kind: .hardware, signs: ["smartd", "smartmontools"]),
        Agent(name: "lm-sensors", kind: .hardware, signs: ["lm-sensors", "lm_sensors", "fancontrol"]),
        Agent(
            name: "raid-monitor", kind: .hardware,
            signs: ["cciss_vol_status*", "megaraid*", "MegaRAID*", "mpt-statusd", "vivaldi*"]),
        Agent(name: "watchdog", kind: .hardware, signs: ["watchdog", "wd_keepalive"]),
        Agent(name: "libvirt", kind: .hypervisor, signs: ["libvirtd", "virtqemud"]),
        Agent(name: "xen", kind: .hypervisor, signs: ["xenstored", "oxenstored", "xapi", "xenconsoled"]),
        Agent(name: "virtualbox", kind: .hypervisor, signs: ["VBoxSVC", "vboxdrv", "vboxweb*"]),
        Agent(name: "vmware-server", kind: .hypervisor, signs: ["vmware-hostd", "vmware-authdlauncher", "vmnet-*"]),
        Agent(name: "docker", kind: .hypervisor, signs: ["dockerd", "containerd"]),
        Agent(name: "vmware-tools", kind: .guest, signs: ["vmtoolsd", "open-vm-tools", "vmware-tools"]),
        Agent(name: "qemu-guest-agent", kind: .guest, signs: ["qemu-ga", "qemu-guest-agent"]),
        Agent(name: "virtualbox-guest", kind: .guest, signs: ["VBoxService", "vboxadd"]),
        Agent(name: "hyper-v-guest", kind: .guest, signs: ["hv_kvp_daemon", "hv_vss_daemon", "hypervkvpd"]),
        Agent(name: "xe-guest-utilities", kind: .guest, signs: ["xe-daemon", "xe-linux-distribution"]),
        Agent(name: "pacemaker", kind: .cluster, signs: ["pacemakerd", "corosync", "heartbeat", "cman", "rgmanager"]),
        Agent(name: "veritas-cluster", kind: .cluster, signs: ["had", "vxconfigd", "vxfen*", "llt"]),
        Agent(name: "drbd", kind: .cluster, signs: ["drbd"]),
        Agent(name: "keepalived", kind: .cluster, signs: ["keepalived"]),
        Agent(
            name: "oracle-grid", kind: .cluster, signs: ["ocssd.bin", "crsd.bin", "ohasd.bin", "ohasd", "oracleasm"]),
        Agent(name: "flexlm", kind: .licence, signs: ["lmgrd", "flexlm", "lmadmin"]),
        Agent(name: "sentinel-hasp", kind: .licence, signs: ["hasplmd*", "aksusbd*", "aksmon"]),
        Agent(name: "codemeter", kind: .licence, signs: ["CodeMeterLin", "codemeter"]),
        Agent(name: "bacula", kind: .backup, signs: ["bacula-fd", "bareos-fd"]),
        Agent(name: "netbackup", kind: .backup, signs: ["bpcd", "vnetd"]),
        Agent(name: "tsm", kind: .backup, signs: ["dsmc", "dsmcad"]),
        Agent(name: "networker", kind: .backup, signs: ["nsrexecd"]),
        Agent(name: "veeam", kind: .backup, signs: ["veeamservice", "veeamtransport"]),
    ]

    static func found(among names: Set<String>) -> [Agent] {
        let plain = Set(names.map { $0.hasSuffix(".service") ? String($0.dropLast(8)) : $0 })
        return catalogue.filter { agent in agent.signs.contains { matches($0, plain) } }
    }

    static func named(_ name: String) -> Agent? { catalogue.first { $0.name == name } }

    private static func matches(_ sign: String, _ names: Set<String>) -> Bool {
        guard sign.hasSuffix("*") else { return names.contains(sign) }
        return names.contains { $0.hasPrefix(sign.dropLast()) }
    }
}
