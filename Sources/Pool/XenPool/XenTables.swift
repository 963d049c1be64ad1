internal import XenAPI

/// The pool's records at one moment, by reference. Pure: what p2v reads from them is in extensions.
struct XenTables: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case pool, host, VM, SR, PBD, VDI, VBD, VIF, PIF, network
        case hostMetrics = "host_metrics"
        case guestMetrics = "VM_guest_metrics"
    }

    private var all: [String: [String: XenRecord]]

    init(_ records: [String: [XenRecord]]) {
        all = records.mapValues { Dictionary($0.map { ($0.ref, $0) }) { first, _ in first } }
    }

    func records(_ kind: Kind) -> some Collection<XenRecord> { (all[kind.rawValue] ?? [:]).values }

    func record(_ kind: Kind, _ ref: String?) -> XenRecord? {
        ref.flatMap { all[kind.rawValue]?[$0] }
    }

    var pool: XenRecord? { records(.pool).first }

    var coordinator: String? { pool?.ref("master") }

    var addresses: [String] { records(.host).map { $0.text("address") }.filter { !$0.isEmpty } }

    /// Hosts by name. A label that two hosts share gets the start of the UUID, so that a name means one host.
    var hosts: [(name: String, record: XenRecord)] {
        let counts = Dictionary(grouping: records(.host), by: \.label).mapValues(\.count)
        return records(.host).map { host in
            (counts[host.label] == 1 ? host.label : "\(host.label)-\(host.uuid.prefix(8))", host)
        }.sorted { ($0.0, $0.1.uuid) < ($1.0, $1.1.uuid) }
    }

    func host(named name: String) -> XenRecord? { hosts.first { $0.name == name }?.record }

    /// Machines proper: no templates, snapshots and control domains.
    var virtualMachines: [XenRecord] {
        records(.VM).filter {
            !$0.flag("is_a_template") && !$0.flag("is_a_snapshot") && !$0.flag("is_control_domain")
        }
    }
}
