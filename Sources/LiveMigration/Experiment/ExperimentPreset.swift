/// A set of settings that the experiment compares.
package enum ExperimentPreset: String, Sendable, Hashable, CaseIterable {
    /// As ordered: p2v's defaults unless the operator says otherwise.
    case p2v
    /// The same without the early announcement: switches learn the new place after the pause.
    case late
    /// What `virsh migrate` does when nothing is said: a pause of up to 300 ms, no steps, no announcement.
    case libvirt

    func applied(to order: MigrationOrder) -> MigrationOrder {
        var order = order
        switch self {
        case .p2v: break
        case .late: order.announceEarly = false
        case .libvirt:
            order.announceEarly = false
            order.autoConverge = false
            order.compression = nil
            order.parallelConnections = nil
            order.downtime = DowntimePolicy(
                startMilliseconds: 300, maximumMilliseconds: 300, stallSeconds: order.downtime.stallSeconds)
        }
        return order
    }
}
