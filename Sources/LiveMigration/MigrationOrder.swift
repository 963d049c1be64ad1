package import Estate
package import Probes

/// One move, as an operator orders it.
package struct MigrationOrder: Sendable, Hashable {
    package var machine: String
    package var to: String
    /// Where the machine must be when the move begins; nil: wherever it is. A plan's move is wrong from elsewhere.
    package var from: String?
    package var probes: [ProbeSpec] = []
    /// For each probe without a rate of its own.
    package var perSecond = 100.0
    /// Runs p2v on another machine that sends the probes: `[ssh, root@monitor, p2v]`; empty: this machine sends them.
    package var probesFrom: [String] = []
    /// Probes run this long before and after the move.
    package var margin: Duration = .seconds(3)
    package var bandwidthMiBPerSecond: Int?
    package var downtime = DowntimePolicy()
    /// The move is given up after this time; nil: by size, see ``TimeLimit``.
    package var timeLimit: Duration?
    package var tls = true
    package var autoConverge = false
    package var parallelConnections: Int?
    package var compression: String?
    /// Let switches learn the new place when the pause begins, where the pool file names announcers.
    package var announceEarly = true
    /// After a move that broke: how long a host that does not answer is waited for.
    package var patience: Duration = .seconds(60)
    /// Earlier moves, newest first: the prediction learns from them.
    package var history: [MigrationReport] = []

    package init(machine: String, to: String) {
        self.machine = machine
        self.to = to
    }
}

/// How long the pause may be. QEMU stops the guest as soon as what remains can be sent within the limit: a high limit
/// ends the first pass early and pauses long, a low one makes QEMU send the remainder once more while the guest runs.
package struct DowntimePolicy: Sendable, Hashable {
    /// The limit to begin with. 300 ms is QEMU's own; see ``DowntimeSteps`` for why ours is lower.
    package var startMilliseconds = 30
    /// Never above this.
    package var maximumMilliseconds = 500
    /// Seconds without a clearly smaller remainder before the move counts as stalled.
    package var stallSeconds = 40.0
    /// Where pre-copy is stalled at the maximum: run the guest on the destination and fetch the rest afterwards. A
    /// link that breaks then stops the guest until it is back, so only the machine's owner may allow it.
    package var postCopy = false

    package init(
        startMilliseconds: Int = 30, maximumMilliseconds: Int = 500, stallSeconds: Double = 40, postCopy: Bool = false
    ) {
        self.stallSeconds = stallSeconds
        self.postCopy = postCopy
        self.startMilliseconds = min(startMilliseconds, maximumMilliseconds)
        self.maximumMilliseconds = maximumMilliseconds
    }
}
