internal import ArgumentParser
internal import Estate
internal import LiveMigration
internal import Probes
internal import Store

/// Options of a move that `migrate` and the experiment share.
struct MigrationOptionGroup: ParsableArguments {
    @Option(help: "What to ask while the VM moves; may be given more than once.")
    var probe: [String] = []

    @Option(
        help: ArgumentHelp(
            "A command that runs p2v on another machine, which then sends the probes: \"ssh root@monitor p2v\". Its clock is "
                + "compared with this one's.", valueName: "command"))
    var probeFrom: String?

    @Option(help: "Probes per second, 0.01 to 1000.")
    var rate = 100.0

    @Option(help: "Most MiB/s for memory.")
    var bandwidth: Int?

    @Option(help: "The limit of the pause in ms, to begin with; raised in steps while the move does not converge.")
    var downtime = DowntimePolicy().startMilliseconds

    @Option(help: "The pause may never be expected to last longer than this, in ms.")
    var maxDowntime = DowntimePolicy().maximumMilliseconds

    @Option(help: "Give the move up after this many seconds (default: 150 s a GiB, at least 300).")
    var timeout: Int?

    @Option(help: "Seconds without progress before the move counts as stalled.")
    var stall = Int(DowntimePolicy().stallSeconds)

    @Flag(
        help: ArgumentHelp(
            "Where the move is stalled: run the VM on the new host and fetch the rest of its memory afterwards. A link "
                + "that breaks then stops the VM until it is back."))
    var postCopy = false

    @Flag(help: "Slow the VM down when it writes memory faster than it can be sent.")
    var autoConverge = false

    @Option(help: "Connections for memory.")
    var parallel: Int?

    @Option(help: "Compress memory: xbzrle or mt.")
    var compression: String?

    @Flag(inversion: .prefixedNo, help: "Encrypt the memory's way.")
    var tls = true

    @Flag(
        inversion: .prefixedNo,
        help: "Tell switches the new place when the pause begins (needs announcers in the pool file).")
    var earlyAnnouncement = true

    func validate() throws {
        try check(
            .init("--rate", rate, 0.01...1000), .init("--bandwidth", bandwidth, 1...1_000_000),
            .init("--downtime", downtime, 1...3_600_000), .init("--max-downtime", maxDowntime, 1...3_600_000),
            .init("--timeout", timeout, 1...604_800), .init("--stall", stall, 1...604_800),
            .init("--parallel", parallel, 1...255))
        if let compression, !["xbzrle", "mt"].contains(compression) {
            throw ValidationError("compression is xbzrle or mt, not \(compression)")
        }
    }

    func order(_ machine: String, to host: String, _ store: Store) async throws -> MigrationOrder {
        var order = MigrationOrder(machine: machine, to: host)
        order.probes = try probe.map { text throws(Failure) in try ProbeSpec(text) }
        order.perSecond = rate
        order.probesFrom = probeFrom?.split(separator: " ").map(String.init) ?? []
        order.bandwidthMiBPerSecond = bandwidth
        order.downtime = DowntimePolicy(
            startMilliseconds: downtime, maximumMilliseconds: maxDowntime, stallSeconds: Double(stall),
            postCopy: postCopy)
        order.timeLimit = timeout.map { .seconds($0) }
        order.tls = tls
        order.autoConverge = autoConverge
        order.parallelConnections = parallel
        order.compression = compression
        order.announceEarly = earlyAnnouncement
        order.history = try await store.reports(limit: 200)
        return order
    }
}
