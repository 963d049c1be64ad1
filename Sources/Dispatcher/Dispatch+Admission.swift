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
    /// - Parameters:
    ///   - outage: seconds that its service will be away, reckoned with the slow cases; counts where its window ends.
    ///   - anyHour: an operator wants it now, whatever its window says.
    package mutating func admission(
        of name: String, outage: Double, at now: Moment, anyHour: Bool = false
    ) -> Admission {
        guard let server = servers.first(where: { $0.name == name }) else {
            return .closed(because: "it is not in line")
        }
        switch phases[name] {
        case .copying, .warm, .cuttingOver: enter(.warm, name)
        default: return .closed(because: "it has not begun, or has ended")
        }
        let answer = judged(server, outage, now, anyHour)
        if case .wait(let later, _) = answer { postpone(name, to: later) } else { postpone(name, to: nil) }
        if answer == .open { admit(name, at: now) }
        return answer
    }

    /// The last look, right before the service is stopped: an hour may have passed since it was admitted.
    ///
    /// - Parameters: as for the admission.
    package func stillOpen(_ name: String, outage: Double, at now: Moment, anyHour: Bool = false) -> Admission {
        guard let server = servers.first(where: { $0.name == name }), phases[name] == .cuttingOver else {
            return .closed(because: "it was not admitted")
        }
        return anyHour ? .open : inTime(server, outage, now)
    }

    private func judged(_ server: Server, _ outage: Double, _ now: Moment, _ anyHour: Bool) -> Admission {
        if let down = server.asks.sorted().first(where: { phases[$0] == .ended(serves: false) }) {
            return .closed(because: "it asks \(down), which is not known to serve")
        }
        if let most = stopWaveAfter, let failed = failures[server.wave], failed >= most {
            return .closed(because: "its wave was ended after \(failed) failed server\(failed == 1 ? "" : "s")")
        }
        let time = anyHour ? .open : inTime(server, outage, now)
        guard time == .open else { return time }
        if let before = servers.first(where: { isBefore($0, server) && !hasEnded($0.name) && !isLater($0.name, now) }) {
            return .wait(until: nil, because: "\(before.name) goes first")
        }
        if servers.contains(where: { $0.isAway && phases[$0.name] == .waiting }) || count(of: .cuttingOver) >= parallel
        {
            return .wait(until: nil, because: "\(parallel) at a time")
        }
        return .open
    }

    /// By the clock alone, and by how many were admitted in the same window.
    private func inTime(_ server: Server, _ outage: Double, _ now: Moment) -> Admission {
        guard let windows = server.windows else { return .open }
        var refusal: String?
        for window in windows where window.contains(now) {
            guard let because = self.refusal(of: window, server.name, outage, now) else { return .open }
            refusal = refusal ?? because
        }
        guard let next = windows.map(\.opens).filter({ $0 > now }).min() else {
            return .closed(because: refusal ?? "its window ended at \(windows.compactMap(\.closes).max()?.iso ?? "-")")
        }
        let because = refusal.map { "\($0); its next window opens at \(next.iso)" }
        return .wait(until: next, because: because ?? "its window opens at \(next.iso)")
    }

    private func refusal(of window: CutOverWindow, _ name: String, _ outage: Double, _ now: Moment) -> String? {
        if let capacity = window.capacity,
            admissions.count(where: { $0.key != name && window.contains($0.value) }) >= capacity
        {
            return "its window has room for \(capacity)"
        }
        guard let closes = window.closes else { return nil }
        let left = closes.seconds - now.seconds
        guard left > window.lockout else { return "its window ends in \(Fixed.duration(left))" }
        // Written so that no number of seconds, or one that is none, is refused as well.
        guard outage >= 0, outage <= left else {
            return "its service may be away for \(Fixed.duration(outage)), and its window ends in "
                + Fixed.duration(left)
        }
        return nil
    }

    private func isBefore(_ other: Server, _ server: Server) -> Bool {
        other.wave < server.wave || server.asks.contains(other.name)
    }

    /// It waits for a window that opens later, and its service works: it holds up nobody meanwhile.
    private func isLater(_ name: String, _ now: Moment) -> Bool { postponed[name].map { $0 > now } ?? false }

    private func hasEnded(_ name: String) -> Bool {
        if case .ended = phases[name] { true } else { false }
    }
}
