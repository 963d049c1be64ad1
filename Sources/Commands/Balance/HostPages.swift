internal import Balancer
internal import Estate
internal import Pool
internal import Terminal

/// What each host ran when it was last seen, kept in the journal: all that is known of a host's VMs once it is dead.
struct HostPages {
    struct Page: Codable, Equatable {
        var machines: [BalanceMachine]
        var definitions: [String: String]
        /// Images of each VM.
        var disks: [String: [String]]?
    }

    private static let run = "inventory"
    let journal: any Journal

    /// Keeps a page of each reachable host; one that has not changed is not written again.
    func keep(_ state: BalanceState, _ pool: any Pool, at moment: Moment) async throws {
        let known = try await pool.machines()
        for host in state.hosts where host.state != .lost {
            let machines = state.machines.filter { $0.host == host.name }.map(\.withoutLoad)
            let disks = known.filter { $0.host == host.name }.map { ($0.name, $0.disks) }
            let page = Page(
                machines: machines, definitions: try await pool.definitions(on: host.name),
                disks: Dictionary(disks, uniquingKeysWith: { first, _ in first }))
            if try await last(of: host.name) == page { continue }
            let detail = try JSONText.line(page)
            try await journal.append(
                JournalRecord(run: Self.run, step: host.name, event: .finished, at: moment, detail: detail))
        }
    }

    func last(of host: String) async throws -> Page? {
        guard let record = try await journal.records(of: Self.run).last(where: { $0.step == host }) else { return nil }
        return try JSONText.decode(Page.self, from: record.detail, source: "the inventory of \(host)")
    }
}

extension BalanceMachine {
    /// Load changes with every look; what is kept of a machine must not.
    fileprivate var withoutLoad: BalanceMachine {
        var copy = self
        copy.load = BalanceLoad()
        copy.pinned = nil
        copy.movedAt = nil
        copy.movedFrom = nil
        return copy
    }
}
