package import Balancer
package import Estate
package import Pool

/// Makes a ``BalanceState`` of what the pool says now. A gap stays a gap: a VM whose load was not seen is not moved.
package struct PoolObserver {
    package var pool: any Pool
    /// Hosts that an evacuation has closed and nothing has opened since.
    package var closed: Observed<Set<String>>
    /// Moves of the past, oldest first: for cool-down and against ping-pong.
    package var history: Observed<[PoolMove]>

    /// How the gap begins that says that marks are not known.
    package static let marksUnknown = "which hosts are closed for work is not known: "

    /// Why balancing leaves a VM alone whose load nobody saw. An operator who empties a host does not ask for the load.
    static let loadUnseen = "its load was not seen"

    /// Why nothing moves a VM, or starts it anew, of which nobody tells whether it runs.
    static let stateUnseen = "its host does not say whether it runs"

    package init(
        pool: any Pool, closed: Observed<Set<String>>, history: Observed<[PoolMove]> = .known([])
    ) {
        self.pool = pool
        self.closed = closed
        self.history = history
    }

    package func observe(_ load: PoolLoad) async throws -> BalanceState {
        let (hosts, machines) = try await seen()
        var state = Self.state(
            hosts: hosts, machines: machines, load: load,
            repositories: try await pool.storage(), closed: closed.value ?? [],
            history: (history.value ?? []).compactMap { move in
                move.madeAt.map { (move.vm, move.from, move.to, $0) }
            })
        if let reason = closed.reason { state.gaps.append(Self.marksUnknown + reason) }
        if let reason = history.reason { state.gaps.append("what was moved before is not known: \(reason)") }
        return state
    }

    /// Asked before and after the machines: those of a host that fell silent in between are missing, and it would pass for
    /// an empty one.
    func seen() async throws -> ([Estate.Host], [Machine]) {
        let before = Dictionary(try await pool.hosts().map { ($0.name, $0) }) { first, _ in first }
        let machines = try await pool.machines()
        let hosts = try await pool.hosts().map { host in
            guard host.reachable, let early = before[host.name], !early.reachable else { return host }
            return early
        }
        return (hosts, machines)
    }

    /// Pure: what was read, as the balancer's state.
    package static func state(
        hosts: [Estate.Host], machines: [Machine], load: PoolLoad, repositories: [StorageRepository],
        closed: Set<String>,
        history: [(vm: String, from: String, to: String, at: Moment)]
    ) -> BalanceState {
        var gaps = hosts.compactMap { host in
            host.reachable ? host.because.map { "host \(host.name): \($0)" } : "host \(host.name) does not answer"
        }
        gaps += machines.filter { $0.state == .unknown }.map {
            "whether VM \($0.name) runs on \($0.host.isEmpty ? "any host" : $0.host) is not known"
        }
        let active = machines.filter { Self.holdsItsHost($0, Set(hosts.map(\.name))) }
        // Whose disks or network nobody measured is not at rest: its load was not seen.
        let whole = load.machines.filter { $0.sample.diskBytes != nil && $0.sample.networkBytes != nil }
        let samples = Dictionary(
            whole.map { ("\($0.host)/\($0.machine)", Self.demand($0)) }, uniquingKeysWith: { a, _ in a })
        let last = Dictionary(history.map { ($0.vm, $0) }, uniquingKeysWith: { _, new in new })
        let prefixes = repositories.map { Self.place($0.url) }
        let guests = active.map { machine in
            let sample = samples["\(machine.host)/\(machine.name)"]
            if sample == nil, machine.state == .running { gaps.append("the load of VM \(machine.name) was not seen") }
            let move = last[machine.name].flatMap { $0.to == machine.host ? $0 : nil }
            return BalanceMachine(
                name: machine.name, host: machine.host, vcpus: machine.vcpus,
                memoryMiB: Int((machine.memoryBytes + (machine.overheadBytes ?? 0) + 1_048_575) / 1_048_576),
                load: BalanceLoad(
                    cores: sample?.coresBusy ?? 0, disk: sample?.diskBytes ?? 0, network: sample?.networkBytes ?? 0),
                pinned: pin(machine, sample, prefixes), movedAt: move?.at.seconds, movedFrom: move?.from)
        }
        return BalanceState(hosts: hosts.map { host($0, guests, closed) }, machines: guests, gaps: gaps)
    }

    private static func host(_ host: Estate.Host, _ guests: [BalanceMachine], _ closed: Set<String>) -> BalanceHost {
        let total = Int(host.memoryBytes / 1_048_576)
        let used = guests.filter { $0.host == host.name }.reduce(0) { $0 + $1.memoryMiB }
        let state: BalanceHost.State =
            !host.reachable ? .lost : host.inMaintenance || closed.contains(host.name) ? .maintenance : .active
        return BalanceHost(
            name: host.name, cores: Double(max(1, host.cpus)), memoryMiB: max(1, total),
            reservedMiB: max(0, total - Int(host.freeMemoryBytes / 1_048_576) - used), state: state)
    }

    /// A host that is switched off takes it along: it runs there, or may. One that crashed and is kept for its owner to
    /// look at is there too.
    private static func holdsItsHost(_ machine: Machine, _ hosts: Set<String>) -> Bool {
        switch machine.state {
        case .running, .paused, .crashed: true
        case .unknown: hosts.contains(machine.host)
        case .shutOff, .suspended: false
        }
    }

    private static func pin(_ machine: Machine, _ sample: LoadSample?, _ shared: [String]) -> String? {
        switch machine.state {
        case .paused: return "it is paused"
        case .crashed: return "it has crashed, and is kept as it is"
        case .unknown: return stateUnseen
        case .running, .shutOff, .suspended: break
        }
        if let local = machine.disks.first(where: { disk in !shared.contains { disk.hasPrefix($0) } }) {
            return "its disk \(local) is on no storage that all hosts share"
        }
        return sample == nil ? loadUnseen : nil
    }

    /// What the VM would use if it did not have to wait: on a full host the time used says only how it was shared out.
    private static func demand(_ load: MachineLoad) -> LoadSample {
        var sample = load.sample
        sample.coresBusy += load.coresWaiting
        return sample
    }

    private static func place(_ url: String) -> String {
        let path = url.hasPrefix("file://") ? String(url.dropFirst("file://".count)) : url
        return path.hasSuffix("/") ? path : path + "/"
    }
}
