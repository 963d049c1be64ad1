internal import Estate

/// # Dispatcher: which server of a plan goes next
///
/// Several servers become VMs at once. What each one does is the Converter's; whether it may begin, and whether its service
/// may be stopped now, is said here. Pure: it is told what happened and what time it is.
///
/// ```
/// DispatchOrder: waves of the plan, who asks whom ─▶ Dispatch
///                                                     │ starts       so many copies at a time
/// waiting ─▶ copying ─▶ warm ─▶ cutting over ─▶ ended │ admission    window · those before it · so many at a time
///                        └────────▶ ended             │ ended        a failure ends that server, never its wave
/// ```
package struct Dispatch: Sendable {
    /// A server in line.
    package struct Server: Sendable, Hashable {
        package var name: String
        /// Counted from 0: servers of a later wave are cut over when those of the earlier ones have ended.
        package var wave: Int
        /// Servers before it in line that it asks: they are cut over before it.
        package var asks: Set<String>
        /// Nil: at any time; none: never.
        package var windows: [CutOverWindow]?
        /// Its service is away already, of an earlier run: it goes first, whatever the hour.
        package var isAway: Bool

        package init(
            _ name: String, wave: Int = 0, asks: Set<String> = [], windows: [CutOverWindow]? = nil, isAway: Bool = false
        ) {
            self.name = name
            self.wave = wave
            self.asks = asks
            self.windows = windows
            self.isAway = isAway
        }
    }

    package enum Phase: Sendable, Hashable {
        case waiting
        case copying
        /// Its copy is kept up to date, and it has asked for its cut-over.
        case warm
        case cuttingOver
        /// - Parameter serves: its service is known to work, on the source or in the VM. Not known is false.
        case ended(serves: Bool)
    }

    /// In line.
    package let servers: [Server]
    /// Copies at a time, and cut-overs at a time.
    package let parallel: Int
    /// So many failed servers of a wave end it; nil: none does.
    let stopWaveAfter: Int?
    package private(set) var phases: [String: Phase]
    /// When each server was admitted to its cut-over.
    private(set) var admissions: [String: Moment] = [:]
    /// Whoever waits for a window that opens later.
    private(set) var postponed: [String: Moment] = [:]
    /// Failed servers of each wave.
    private(set) var failures: [Int: Int] = [:]

    /// - Parameters:
    ///   - servers: in line, each name once.
    ///   - parallel: at least 1.
    package init(_ servers: [Server], parallel: Int, stopWaveAfter: Int? = nil) {
        self.servers = servers
        self.stopWaveAfter = stopWaveAfter
        self.parallel = max(1, parallel)
        phases = Dictionary(servers.map { ($0.name, .waiting) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whoever may begin now, in line. It counts as begun from here on.
    package mutating func starts() -> [String] {
        let waiting = servers.filter { phases[$0.name] == .waiting }
        let back = waiting.filter(\.isAway).prefix(max(0, parallel - count(of: .cuttingOver)))
        let fresh = waiting.filter { !$0.isAway }.prefix(max(0, parallel - count(of: .copying)))
        for server in back { phases[server.name] = .cuttingOver }
        for server in fresh { phases[server.name] = .copying }
        return (back + fresh).map(\.name)
    }

    /// Its copy is there, and others may be copied, although it asks for no cut-over yet.
    package mutating func copied(_ name: String) {
        if phases[name] == .copying { phases[name] = .warm }
    }

    /// It has ended, well or not.
    ///
    /// - Parameters:
    ///   - serves: its service is known to work, on the source or in the VM.
    ///   - failed: it counts where failures end a wave.
    package mutating func ended(_ name: String, serves: Bool, failed: Bool = false) {
        guard let server = servers.first(where: { $0.name == name }) else { return }
        phases[name] = .ended(serves: serves)
        if failed { failures[server.wave, default: 0] += 1 }
    }

    mutating func admit(_ name: String, at now: Moment) {
        phases[name] = .cuttingOver
        admissions[name] = now
    }

    mutating func postpone(_ name: String, to later: Moment?) { postponed[name] = later }

    mutating func enter(_ phase: Phase, _ name: String) { phases[name] = phase }

    func count(of phase: Phase) -> Int { phases.values.count { $0 == phase } }
}
