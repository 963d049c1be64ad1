package import Estate

/// What became of each server of a run: `p2v-convert-summary/1`.
package struct PlanOutcome: Sendable, Hashable, Encodable {
    package enum Result: String, Sendable, Hashable, Encodable {
        /// It runs as a VM, and has proved it.
        case done
        /// The same, of an earlier run: nothing was done now.
        case doneBefore
        case takenBack
        /// Its copy has started on overlays, which was all that was asked for.
        case rehearsed
        /// Nothing failed: its service was not stopped in this run, and its copy is kept.
        case pending
        /// It failed, and the others went on.
        case parked
        /// By the operator.
        case stopped

        /// For a table.
        package var words: String {
            switch self {
            case .doneBefore: "done before"
            case .takenBack: "taken back"
            default: rawValue
            }
        }
    }

    package struct Row: Sendable, Hashable, Encodable {
        package var server: String
        package var result: Result
        /// How long its service was away; nil where it was not, still is, or was stopped in an earlier run.
        package var outageSeconds: Double?
        package var reason: String?
        package var next: String?
        /// What was thrown, for whoever converts one server alone.
        var failure: Failure?
        private enum CodingKeys: String, CodingKey { case server, result, outageSeconds, reason, next }

        init(_ server: String, _ result: Result, outage: Double? = nil) {
            self.server = server
            self.result = result
            outageSeconds = outage
        }

        init(_ server: String, _ failure: Failure, outage: Double?) {
            let result: Result =
                switch failure.exit {
                case .changesPending: .pending
                case .interrupted: .stopped
                default: .parked
                }
            self.init(server, result, outage: outage)
            reason = "could not \(failure.attempted): \(failure.because)"
            next = failure.next
            self.failure = failure
        }
    }

    private(set) var format = "p2v-convert-summary/1"
    /// In line.
    package var servers: [Row]
    /// Of the process.
    package var exitCode: Int32 { exit.rawValue }
    private enum CodingKeys: String, CodingKey { case format, servers, exitCode }

    init(_ servers: [Row]) { self.servers = servers }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(format, forKey: .format)
        try values.encode(servers, forKey: .servers)
        try values.encode(exitCode, forKey: .exitCode)
    }

    /// Done when all are; stopped before all else; pending when nothing failed. When none is done and all failed for one
    /// kind of reason, that one; else done in part.
    package var exit: Exit {
        let results = Set(servers.map(\.result))
        if results.contains(.stopped) { return .interrupted }
        guard results.contains(.parked) else { return results.contains(.pending) ? .changesPending : .done }
        guard results == [.parked] else { return .partly }
        let kinds = Set(servers.compactMap(\.failure?.exit))
        return kinds.count == 1 ? kinds.first ?? .error : .error
    }
}
