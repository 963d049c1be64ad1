package import Estate
package import Pool

/// What is known before a move starts.
package struct MigrationCheck: Sendable {
    package var machine: Machine
    package var request: MigrationRequest
    package var concerns: [Concern]
    /// Nil where the pool could not measure what it needs.
    package var prediction: MigrationPrediction?
}

extension LiveMigration {
    /// Looks, and changes nothing.
    ///
    /// - Throws: ``Failure`` when the machine is unknown or a host cannot be asked.
    package func preflight(_ order: MigrationOrder) async throws -> MigrationCheck {
        let machine = try await pool.machine(named: order.machine)
        let request = order.request(from: machine.host)
        var concerns = try await pool.concerns(about: request) + poolConcerns(request)
        if order.announceEarly, !announcers.isEmpty, announcers[order.to] == nil || announcers[machine.host] == nil {
            concerns.append(Self.halfAnnounced(machine.host, order.to))
        }
        let safe = !concerns.contains { $0.severity == .critical }
        let prediction = safe ? await predict(order, machine) : nil
        if let prediction, prediction.verdict == .willNotConverge { concerns.append(Self.hopeless(prediction)) }
        return MigrationCheck(machine: machine, request: request, concerns: concerns, prediction: prediction)
    }

    private static func halfAnnounced(_ from: String, _ to: String) -> Concern {
        Concern(
            id: "migrate-announcer", severity: .information, seen: "the pool file names no announcer for both hosts",
            matters: "Frames sent during the pause are lost instead of answered late.",
            advice: "name one for \(from) and for \(to), or use --no-early-announcement")
    }

    private static func hopeless(_ prediction: MigrationPrediction) -> Concern {
        Concern(
            id: "migrate-convergence", severity: .warning, seen: prediction.reason,
            matters: "The move may run until its time limit and be given up.",
            advice: "choose a quiet hour, --auto-converge, --compression xbzrle, or a larger --max-downtime")
    }
}

extension MigrationOrder {
    func request(from host: String) -> MigrationRequest {
        MigrationRequest(
            machine: machine, from: host, to: to, bandwidthMiBPerSecond: bandwidthMiBPerSecond,
            maxDowntimeMilliseconds: downtime.startMilliseconds, tls: tls, autoConverge: autoConverge,
            parallelConnections: parallelConnections, compression: compression, allowPostCopy: downtime.postCopy)
    }
}

extension MigrationRequest {
    /// What the journal keeps of a request.
    var summary: [String: String] {
        var summary = ["machine": machine, "from": from, "to": to, "tls": "\(tls)"]
        summary["maxDowntimeMilliseconds"] = maxDowntimeMilliseconds.map(String.init)
        summary["bandwidthMiBPerSecond"] = bandwidthMiBPerSecond.map(String.init)
        return summary
    }
}
