internal import Estate
internal import Operations

/// `p2v pool --json`: the pool as it stands.
struct PoolState: Codable {
    var format = "p2v-pool-state/1"
    var pool: String
    var hosts: [Host]
    var machines: [Machine]
    var storage: [StorageRepository]
    /// Present when it was asked for.
    var load: PoolLoad?
    /// Hosts that p2v has closed for work.
    var marks: Observed<[MaintenanceMark]>?

    /// Hosts that are closed are in maintenance; where that is not known, it is said.
    mutating func show(marks: Observed<[MaintenanceMark]>) {
        self.marks = marks
        let closed = Set(marks.value?.map(\.host) ?? [])
        for index in hosts.indices where closed.contains(hosts[index].name) { hosts[index].inMaintenance = true }
        if let reason = marks.reason { Note.write(PoolObserver.marksUnknown + reason) }
    }
}
