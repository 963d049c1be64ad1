internal import Estate
internal import XenAPI

/// Which VM is meant. XAPI allows several of one label, and a copy of a VM keeps the note of its UUID: where more than
/// one fits, none is taken.
extension XenTables {
    enum Key: Sendable {
        case name(String)
        case uuid(String)

        var text: String {
            switch self {
            case .name(let name): name
            case .uuid(let uuid): uuid
            }
        }
    }

    /// The VM on this host; one that is off may be started on any, so it counts where no VM of this host fits.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: ``Failure`` that names them when several fit.
    func find(_ key: Key, on host: String, to attempt: String) throws(Failure) -> XenRecord? {
        let home = self.host(named: host)?.ref
        let fitting = virtualMachines.filter { fits($0, key) }
        let here = fitting.filter { ($0.ref("resident_on") ?? $0.ref("affinity") ?? coordinator) == home }
        let candidates = here.isEmpty ? fitting.filter { $0.ref("resident_on") == nil } : here
        guard candidates.count > 1 else { return candidates.first }
        let names = Dictionary(hosts.map { ($0.record.ref, $0.name) }) { first, _ in first }
        let all = candidates.map { vm in
            "\(vm.uuid) (\(vm.label), \(vm.text("power_state")), "
                + "\((vm.ref("resident_on") ?? vm.ref("affinity")).flatMap { names[$0] } ?? "no host"))"
        }.sorted()
        throw Failure(
            attempt, on: key.text, because: "\(candidates.count) machines fit: \(all.joined(separator: ", "))",
            next:
                "rename or remove all but one: xe vm-param-set uuid=… name-label=…; of a copy, also xe vm-param-remove "
                + "uuid=… param-name=other-config param-key=p2v-uuid", exit: .refused)
    }

    private func fits(_ vm: XenRecord, _ key: Key) -> Bool {
        switch key {
        case .name(let name): vm.label == name
        case .uuid(let uuid):
            [identity(of: vm), vm.uuid].contains { $0.lowercased() == uuid.lowercased() }
        }
    }
}
