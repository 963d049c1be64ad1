package import Estate

extension Dispatch {
    /// Whether a service may be stopped now.
    package enum Admission: Sendable, Hashable {
        case open
        /// Not yet: not before that moment, or, where there is none, not before another server has ended.
        case wait(until: Moment?, because: String)
        /// Not in this run: it stays as it is, and its copy is kept.
        case closed(because: String)
    }

    /// Asked by a server whose copy is warm, again and again until it is not told to wait.
    ///
    /// - Parameter outage: seconds that its service will be away, reckoned with the slow cases; counts where its window ends.
    package mutating func admission(of name: String, outage: Double, at now: Moment) -> Admission {
        guard let server = servers.first(where: { $0.name == name }) else {
            return .closed(because: "it is not in line")
        }
        switch phases[name] {
        case .copying, .warm, .cuttingOver: enter(.warm, name)
        default: return .closed(because: "it has not begun, or has ended")
        }
        let answer = judged(server, outage, now)
        if answer == .open { enter(.cuttingOver, name) }
        return answer
    }

    /// The last look, right before the service is stopped: an hour may have passed since it was admitted.
    ///
    /// - Parameter outage: as for the admission.
    package func stillOpen(_ name: String, outage: Double, at now: Moment) -> Admission {
        guard let server = servers.first(where: { $0.name == name }), phases[name] == .cuttingOver else {
            return .closed(because: "it was not admitted")
        }
        return inTime(server, outage, now)
    }

    private func judged(_ server: Server, _ outage: Double, _ now: Moment) -> Admission {
        if let down = server.asks.sorted().first(where: { phases[$0] == .ended(serves: false) }) {
            return .closed(because: "it asks \(down), which is not known to serve")
        }
        let time = inTime(server, outage, now)
        guard time == .open else { return time }
        if let before = servers.first(where: { isBefore($0, server) && !hasEnded($0.name) }) {
            return .wait(until: nil, because: "\(before.name) goes first")
        }
        if servers.contains(where: { $0.isAway && phases[$0.name] == .waiting }) || count(of: .cuttingOver) >= parallel
        {
            return .wait(until: nil, because: "\(parallel) at a time")
        }
        return .open
    }

    private func inTime(_ server: Server, _ outage: Double, _ now: Moment) -> Admission {
        guard let window = server.window else { return .open }
        guard window.opens <= now else { return .wait(until: window.opens, because: "its window has not opened") }
        guard let closes = window.closes else { return .open }
        guard now < closes else { return .closed(because: "its window ended at \(closes.iso)") }
        // Written so that no number of seconds, or one that is none, is refused as well.
        guard outage >= 0, now.seconds + outage <= closes.seconds else {
            let left = Fixed.duration(closes.seconds - now.seconds)
            return .closed(
                because: "its service may be away for \(Fixed.duration(outage)), and its window ends in \(left)")
        }
        return .open
    }

    private func isBefore(_ other: Server, _ server: Server) -> Bool {
        other.wave < server.wave || server.asks.contains(other.name)
    }

    private func hasEnded(_ name: String) -> Bool {
        if case .ended = phases[name] { true } else { false }
    }
}
