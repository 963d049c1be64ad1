package import Estate

/// The pool as it was last seen, each part with the time at which it was: the document `p2v-pool-sight/1`.
///
/// A host that does not answer stays in it, and so do the VMs that it had: they are not seen, which is not "gone".
package struct PoolSight: Sendable, Codable {
    package static let format = "p2v-pool-sight/1"

    package struct SeenHost: Sendable, Codable {
        package var host: Host
        /// Told at the last look; otherwise the rest is of `seenAt`.
        package var isSeen: Bool
        /// Nil: never since p2v began to look.
        package var seenAt: Moment?
        package var coresBusy: Double?
        /// What it has to take in the worst loss of any one other host; nil where that is not known.
        package var reservedBytes: UInt64?

        package init(host: Host, isSeen: Bool, seenAt: Moment? = nil, coresBusy: Double? = nil) {
            (self.host, self.isSeen, self.seenAt, self.coresBusy) = (host, isSeen, seenAt, coresBusy)
        }
    }

    package struct SeenMachine: Sendable, Codable {
        package var machine: Machine
        package var isSeen: Bool
        package var seenAt: Moment
        package var coresBusy: Double?

        package init(machine: Machine, isSeen: Bool, seenAt: Moment, coresBusy: Double? = nil) {
            (self.machine, self.isSeen, self.seenAt, self.coresBusy) = (machine, isSeen, seenAt, coresBusy)
        }
    }

    package var format = Self.format
    package var pool: String
    package var hosts: [SeenHost] = []
    package var machines: [SeenMachine] = []
    package var storage: [StorageRepository] = []
    /// Whether any one host can be lost; why it is not known.
    package var survivesHostLoss: Observed<Bool> = .unknown(because: "nobody has looked yet")
    /// What of the pool could not be asked.
    package var gaps: [String] = []
    /// When the last look ended that was answered; nil: none was.
    package var seenAt: Moment?
    /// Why the last look was not answered; nil when it was.
    package var failure: String?
    /// Grows with every look: whoever has seen one can ask for the next.
    package var version = 0

    package init(pool: String) { self.pool = pool }

    /// Seconds after which a look is no longer of now.
    package static let freshness = 10.0

    /// Whether what stands here is of now, and not of some time ago.
    package func isFresh(at now: Moment) -> Bool {
        guard failure == nil, let seenAt else { return false }
        return abs(now.seconds - seenAt.seconds) <= Self.freshness
    }

    /// Takes a look that was answered. What a host that is silent now had stays, with its age.
    mutating func take(
        hosts now: [Host], machines told: [Machine], storage: [StorageRepository], load: PoolLoad?, at moment: Moment
    ) {
        let silent = Set(now.filter { !$0.reachable }.map(\.name))
        let known = Dictionary(hosts.map { ($0.host.name, $0) }) { first, _ in first }
        let busy = Dictionary(load?.hosts.map { ($0.host, $0.sample.coresBusy) } ?? []) { first, _ in first }
        hosts = now.map { host in
            guard silent.contains(host.name) else {
                return SeenHost(host: host, isSeen: true, seenAt: moment, coresBusy: busy[host.name])
            }
            guard var old = known[host.name] else { return SeenHost(host: host, isSeen: false) }
            (old.isSeen, old.coresBusy, old.reservedBytes) = (false, nil, nil)
            (old.host.reachable, old.host.because) = (false, host.because)
            return old
        }
        let loads = Dictionary(load?.machines.map { ("\($0.host)/\($0.machine)", $0.sample.coresBusy) } ?? []) { a, _ in
            a
        }
        // A definition that is off elsewhere does not say that the silent host has let it go.
        let here = Set(told.filter { $0.state != .shutOff }.map(\.uuid))
        let left = machines.filter { silent.contains($0.machine.host) && !here.contains($0.machine.uuid) }
        machines =
            told.map {
                SeenMachine(
                    machine: $0, isSeen: !silent.contains($0.host), seenAt: moment,
                    coresBusy: loads["\($0.host)/\($0.name)"])
            }
            + left.map { SeenMachine(machine: $0.machine, isSeen: false, seenAt: $0.seenAt) }
        self.storage = storage
        (seenAt, failure) = (moment, nil)
        version += 1
    }

    /// A look that nobody answered: nothing that was seen is of now.
    mutating func failed(_ reason: String) {
        failure = reason
        survivesHostLoss = .unknown(because: reason)
        for index in hosts.indices { hosts[index].reservedBytes = nil }
        version += 1
    }
}
