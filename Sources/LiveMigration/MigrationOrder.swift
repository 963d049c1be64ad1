public import Estate
public import Probes

/// One move, as an operator orders it.
public struct MigrationOrder: Sendable, Hashable {
    public var machine: String
    public var to: String
    public var probes: [ProbeSpec] = []
    /// For each probe without a rate of its own.
    public var perSecond = 100.0
    /// Probes run this long before and after the move.
    public var margin: Duration = .seconds(3)
    public var bandwidthMiBPerSecond: Int?
    public var downtime = DowntimePolicy()
    /// The move is given up after this time; nil: by size, see ``TimeLimit``.
    public var timeLimit: Duration?
    public var tls = true
    public var autoConverge = false
    public var parallelConnections: Int?
    public var compression: String?
    /// Let switches learn the new place when the pause begins, where the pool file names announcers.
    public var announceEarly = true
    /// Earlier moves, newest first: the prediction learns from them.
    public var history: [MigrationReport] = []

    public init(machine: String, to: String) {
        self.machine = machine
        self.to = to
    }
}

/// How long the pause may be. QEMU stops the guest as soon as what remains can be sent within the limit: a high limit
/// ends the first pass early and pauses long, a low one makes QEMU send the remainder once more while the guest runs.
public struct DowntimePolicy: Sendable, Hashable {
    /// The limit to begin with. 300 ms is QEMU's own; see ``DowntimeSteps`` for why ours is lower.
    public var startMilliseconds = 30
    /// Never above this.
    public var maximumMilliseconds = 500

    public init(startMilliseconds: Int = 30, maximumMilliseconds: Int = 500) {
        self.startMilliseconds = min(startMilliseconds, maximumMilliseconds)
        self.maximumMilliseconds = maximumMilliseconds
    }
}
