internal import Estate
internal import Pool

/// What the pool tells of a move whose record is missing or cannot be read.
extension LiveMigration {
    /// A move that somebody else began, found by its job; nil when no host of the pool has one.
    ///
    /// - Parameter silentIsOff: hosts that do not answer at all are off, as the operator says.
    /// - Throws: ``Failure`` (unproved) when a host cannot be asked, or when the destination is not known: settling with
    ///   the wrong host would let a second copy run.
    func underWay(_ machine: String, _ silentIsOff: Bool = false) async throws -> UnsettledMove? {
        let hosts = try await pool.hosts()
        let places = try await pool.machines().filter { $0.name == machine }.map(\.host)
        var silent = silentIsOff ? [] : hosts.filter { !$0.reachable }.map(\.name)
        for host in places {
            switch await job(of: machine, on: host) {
            case .known(nil): continue
            case .known: return try found(machine, from: host, places, hosts.map(\.name))
            case .unknown: silent.append(host)
            }
        }
        guard silent.isEmpty else {
            throw unproved(
                machine,
                "whether a move of it is under way is not known: \(silent.joined(separator: ", ")) cannot be asked")
        }
        return nil
    }

    private func found(
        _ machine: String, from: String, _ places: [String], _ hosts: [String]
    ) throws -> UnsettledMove {
        let known = places.filter { $0 != from }
        let to = known.isEmpty ? hosts.filter { $0 != from } : known
        guard to.count == 1 else {
            throw unproved(machine, "it is leaving \(from), and no host shows yet where it is going")
        }
        return UnsettledMove(MigrationRequest(machine: machine, from: from, to: to[0]), mayBePostCopy: true)
    }

    /// The record cannot tell the two hosts, so all are asked: where one host runs the machine and all others say that
    /// they have no process of it, the move has ended whatever it was.
    func closeUnreadable(
        _ machine: String, _ reason: String, _ silentIsOff: Bool, _ patience: Duration,
        _ events: @escaping @Sendable (MigrationNews) -> Void
    ) async throws -> MigrationSettled {
        if let found = try await underWay(machine, silentIsOff) {
            throw unproved(machine, "it is leaving \(found.request.from); \(reason)")
        }
        var standings: [(host: String, standing: Standing)] = []
        for host in try await pool.hosts().map(\.name) {
            let answer = await Answer.within(answer) { [pool] in
                Standing(try await pool.condition(of: machine, on: host))
            }
            standings.append((host, answer.value ?? .silent))
        }
        let left = standings.filter { !$0.standing.isEmpty && !(silentIsOff && $0.standing == .silent) }
        guard left.count == 1, left[0].standing == .running else {
            let seen = left.map { "\($0.host): \($0.standing.rawValue)" }.joined(separator: ", ")
            throw unproved(
                machine, "\(reason), and not exactly one host runs it (\(seen.isEmpty ? "none does" : seen))")
        }
        let host = left[0].host
        let settled = MigrationSettled(
            machine: machine, from: host, to: host, source: .running, destination: .absent, holder: host, actions: [],
            followedSeconds: 0, silentIsOff: silentIsOff)
        try await note(settled)
        return settled
    }

    private func unproved(_ machine: String, _ reason: String) -> Failure {
        Failure(
            "settle the move", on: machine, because: reason,
            next: "see `p2v pool`; when every host answers, run p2v migrate --attach \(machine)", exit: .unproved)
    }
}
