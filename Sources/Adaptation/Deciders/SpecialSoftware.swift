internal import Estate

/// Cases 12, 22, 46, 48, 56, 57: what cannot be changed here, and must be known.
struct SpecialSoftware: Decider {
    let id = "special-software"
    let cases = [12, 46, 48, 56, 57]
    let reads = ["/etc/adjtime", "/etc/udev/rules.d/*.rules"]
    let looks = [
        "/etc/drbd.conf", "/etc/corosync/corosync.conf", "/etc/oratab", "/etc/sysconfig/oracleasm",
        "/etc/zfs/zpool.cache", "/etc/keepalived/keepalived.conf", "/var/lib/docker", "/etc/libvirt/qemu",
    ]

    private static let signs:
        [(path: String, id: String, severity: Concern.Severity, seen: String, matters: String, advice: String)] = [
            (
                "/etc/drbd.conf", "drbd", .critical, "DRBD", "its peer and its disks are named by host",
                "convert both nodes, or take DRBD down first"
            ),
            (
                "/etc/corosync/corosync.conf", "cluster", .critical, "a cluster",
                "shared disks and fencing do not come along", "plan the cluster as a whole"
            ),
            (
                "/etc/sysconfig/oracleasm", "oracle-asm", .critical, "Oracle ASM",
                "its disks are found by the server's names", "check oracleasm scan order and udev rules"
            ),
            (
                "/etc/zfs/zpool.cache", "zfs", .warning, "a ZFS pool", "the pool's cache names the server's disks",
                "import the pool once by hand"
            ),
            (
                "/etc/keepalived/keepalived.conf", "keepalived", .warning, "keepalived",
                "two machines with one address if the server also runs", "stop the server before the guest starts"
            ),
            (
                "/var/lib/docker", "containers", .information, "Docker", "a thin pool on a raw disk needs that disk",
                "check docker info for the storage driver"
            ),
            (
                "/etc/libvirt/qemu", "nested", .information, "virtual machines on the server", "they would be nested",
                "convert them on their own"
            ),
        ]

    func decide(_ draft: inout Draft) {
        for sign in Self.signs where draft.facts.paths.contains(sign.path) {
            draft.concern(
                sign.id, sign.severity, seen: "\(sign.seen) (\(sign.path))", matters: sign.matters, advice: sign.advice)
        }
        for path in draft.facts.files(in: "/etc/udev/rules.d")
        where draft.facts.files[path]?.text.lines.contains(where: { !$0.isComment && $0.contains("scsi_id") }) ?? false
        {
            draft.concern(
                "scsi-id-rules", .critical, seen: "\(path) names disks by their SCSI identity",
                matters: "virtual disks have another identity, so raw disks of a database are not found",
                advice: "rewrite the rules to ENV{ID_PART_ENTRY_UUID} or give the disks serial numbers")
        }
        if let clock = draft.facts.files["/etc/adjtime"], clock.text.lines.contains("LOCAL") {
            draft.concern(
                "clock-local", .information, seen: "the hardware clock keeps local time",
                matters: "a virtual machine with a UTC clock would be hours off",
                advice: "define it with a clock of local time")
        }
    }
}
