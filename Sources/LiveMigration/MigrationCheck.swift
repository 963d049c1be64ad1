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
        let machine = try await machine(of: order)
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

    /// What refuses a move before anything else of its batch has moved: all that is critical, except what the moves
    /// before it change (room on the destination), and what the caller decides itself (maintenance).
    ///
    /// - Throws: ``Failure`` when the machine is unknown or a host cannot be asked.
    package func obstacles(to order: MigrationOrder) async throws -> [Concern] {
        let machine = try await pool.machine(named: order.machine)
        // The second move of a machine in one batch may lead back to where it is now.
        guard machine.host != order.to else { return [] }
        return try await pool.concerns(about: order.request(from: machine.host)).filter {
            $0.severity == .critical && !["migrate-memory", "migrate-maintenance"].contains($0.id)
        }
    }

    private func machine(of order: MigrationOrder) async throws -> Machine {
        let machine = try await pool.machine(named: order.machine)
        guard let from = order.from, machine.host != from else { return machine }
        throw Failure(
            "migrate the machine", on: order.machine, because: "it is on \(machine.host), and was to leave \(from)",
            next: "plan anew", exit: .refused)
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
        // A post-copy is noted before it begins: without that note there was none.
        var summary = ["machine": machine, "from": from, "to": to, "tls": "\(tls)", "notesPostCopy": "true"]
        summary["maxDowntimeMilliseconds"] = maxDowntimeMilliseconds.map(String.init)
        summary["bandwidthMiBPerSecond"] = bandwidthMiBPerSecond.map(String.init)
        return summary
    }
}
