internal import Estate
internal import XenAPI

/// What a XAPI pool's own records say about its fitness; pure.
struct XenHealth {
    var tables: XenTables
    var certificates: [XenRecord]
    /// Seconds that each host's clock is ahead of this machine's.
    var skews: [String: Int64]
    /// Hosts whose clock could not be asked, and why.
    var silent: [String: String] = [:]
    /// Seconds since 1970 UTC.
    var now: Int64

    var all: [Concern] {
        [defaultSR, highAvailability, versions, multipathing, features, overheads].compactMap(\.self) + clocks
            + expiring + patches
            + unplugged
    }

    static func fine(_ id: String, _ seen: String) -> Concern {
        Concern(id: id, severity: .information, seen: seen, matters: "", advice: "")
    }

    private var defaultSR: Concern? {
        guard let sr = tables.record(.SR, tables.pool?.ref("default_SR")) else {
            return Concern(
                id: "sr-default", severity: .warning, seen: "the pool has no default SR",
                matters: "A plan has to name one.", advice: "xe pool-param-set uuid=… default-SR=…")
        }
        guard sr.flag("shared") else {
            return Concern(
                id: "sr-default", severity: .warning, seen: "the default SR, \(sr.label), is local to one host",
                matters: "Its machines cannot move.", advice: "make an NFS SR the pool's default")
        }
        return Self.fine("sr-default", "the default SR is \(sr.label) (\(sr.text("type")))")
    }

    private var highAvailability: Concern? {
        guard let pool = tables.pool, let isOn = pool["ha_enabled"].flag else {
            return Self.untold("whether high availability is on")
        }
        guard isOn else { return Self.fine("ha", "high availability is off") }
        guard let tolerated = pool["ha_host_failures_to_tolerate"].int,
            let isOvercommitted = pool["ha_overcommitted"].flag
        else { return Self.untold("whether the plan of high availability holds") }
        guard isOvercommitted else {
            return Self.fine("ha", "high availability tolerates \(tolerated) host(s), and its plan holds")
        }
        return Concern(
            id: "ha", severity: .critical,
            seen:
                "high availability promises \(tolerated) host(s) and can restart after \(pool.int("ha_plan_exists_for"))",
            matters: "XAPI refuses starts and moves that make it worse.",
            advice: "free memory, or lower ha-host-failures-to-tolerate")
    }

    private static func untold(_ what: String) -> Concern {
        Concern(
            id: "ha", severity: .warning, seen: "XAPI does not say \(what)",
            matters: "XAPI may refuse starts and moves.", advice: "see xe pool-list params=all")
    }

    private var versions: Concern? {
        let found = Set(
            tables.records(.host).map { host in
                let software = host["software_version"].map
                return
                    "\(software["product_version"] ?? "?") (xapi \(software["xapi"] ?? software["xapi_build"] ?? "?"))"
            }
        ).sorted()
        guard found.count > 1 else {
            return found.first.map { Self.fine("patch-level", "all hosts have \($0)") }
        }
        return Concern(
            id: "patch-level", severity: .warning, seen: "hosts have \(found.joined(separator: " and "))",
            matters: "Machines move to the same or a newer version only.", advice: "finish the pool's update")
    }

    private var multipathing: Concern? {
        let states = Set(tables.records(.host).map { $0.flag("multipathing") })
        guard states.count > 1 else {
            return states.first.map { Self.fine("multipath", "multipathing is \($0 ? "on" : "off") on all hosts") }
        }
        return Concern(
            id: "multipath", severity: .warning, seen: "multipathing is on for some hosts only",
            matters: "Hosts see an SR's paths differently.", advice: "make it the same everywhere")
    }

    private var features: Concern? {
        let levels = Set(
            tables.records(.host).map { host in
                host["cpu_info"]["features_hvm"].text ?? host["cpu_info"]["features"].text ?? ""
            })
        guard levels.count > 1 else { return Self.fine("cpu-level", "all hosts offer the same CPU features") }
        return Concern(
            id: "cpu-level", severity: .warning, seen: "the hosts offer \(levels.count) levels of CPU features",
            matters: "A machine that runs on a newer host may not move to an older one.",
            advice: "start machines anew after the pool was levelled; see p2v pool")
    }

    private var expiring: [Concern] {
        let names = Dictionary(tables.hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        let ends = certificates.compactMap { record -> (String, Int64)? in
            guard let end = XenDate.seconds(record.text("not_after")), end > 0 else { return nil }
            return (record.ref("host").flatMap { names[$0] } ?? "the pool", (end - now) / 86_400)
        }
        let near = ends.filter { $0.1 < 30 }
        if near.isEmpty {
            return ends.isEmpty
                ? [] : [Self.fine("certificates", "\(ends.count) certificates are valid for 30 days and more")]
        }
        return near.map { host, days in
            Concern(
                id: "certificates", severity: days < 0 ? .critical : .warning,
                seen: "the certificate of \(host) \(days < 0 ? "ended \(-days)" : "ends in \(days)") days",
                matters: "Hosts that verify certificates stop talking to it.",
                advice: "xe host-refresh-server-certificate, then remove its line from the file of pins")
        }
    }

    private var patches: [Concern] {
        tables.hosts.filter { !$0.record["pending_guidances"].items.isEmpty }.map { host in
            Concern(
                id: "patches", severity: .warning,
                seen:
                    "\(host.name) has updates that wait for \(host.record["pending_guidances"].texts.joined(separator: ", "))",
                matters: "The host runs older code than it has.", advice: "evacuate and restart it")
        }
    }

    private var unplugged: [Concern] {
        tables.records(.SR).filter { XenPool.holdsDisks($0) }.sorted { $0.label < $1.label }.map { sr in
            let lacking = tables.hosts.filter { !tables.isAttached(sr.ref, to: $0.record) }.map(\.name)
            guard lacking.isEmpty else {
                return Concern(
                    id: "sr-plugged", severity: .critical,
                    seen: "\(sr.label) is not attached on \(lacking.joined(separator: ", "))",
                    matters: "Machines on it cannot start or move there.", advice: "xe pbd-plug; see the NFS server")
            }
            let (size, used) = (sr.int("physical_size"), sr.int("physical_utilisation"))
            guard size <= 0 || used * 10 < size * 9 else {
                return Concern(
                    id: "sr-space", severity: .warning, seen: "\(sr.label) is \(used * 100 / size) % full",
                    matters: "An SR that runs full stops its machines.", advice: "free space, or add an SR")
            }
            return Self.fine(
                "sr-space", "\(sr.label): \((size - used) >> 30) of \(size >> 30) GiB free, attached everywhere")
        }
    }
}
