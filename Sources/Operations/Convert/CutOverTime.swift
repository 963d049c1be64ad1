package import Dispatcher
package import Estate

/// When services may be stopped, as the operator says it.
package enum CutOverTime: Sendable, Hashable {
    /// From then on; with an end, or for one server without.
    case window(CutOverWindow)
    /// Each server in the window that its wave has in the plan.
    case waves
    /// Each server in one of its own.
    case windows([String: [CutOverWindow]])

    /// Reads `02:00`, `02:00-05:00`, or `waves`: the next time, and the hours that run or come next.
    ///
    /// - Throws: ``Failure`` (refused) for other text.
    package init(_ text: String, now: Moment, clock: ZoneClock) throws(Failure) {
        if text == "waves" {
            self = .waves
        } else if let time = TimeOfDay(text), time.minutes < 1440 {
            self = .window(CutOverWindow(opens: clock.next(time, after: now)))
        } else if let hours = DayHours(text), let window = CutOverWindow(hours, after: now, by: clock) {
            self = .window(window)
        } else {
            throw Failure(
                "read the time of the cut-over", on: text, because: "it is neither a time nor hours of the day",
                next: "write 02:00, or 02:00-05:00, or waves for the windows of the plan", exit: .refused)
        }
    }

    /// It says when the last service has to be back, too.
    var hasEnd: Bool {
        if case .window(let window) = self { window.closes != nil } else { true }
    }

    /// The windows of each server.
    ///
    /// - Throws: ``Failure`` (refused) when the plan says no window for one of them.
    func windows(of servers: [PlannedServer], in plan: Plan) throws(Failure) -> [String: [CutOverWindow]] {
        var found: [String: [CutOverWindow]] = [:]
        for server in servers.map(\.server) {
            switch self {
            case .window(let window): found[server] = [window]
            case .waves: found[server] = [try Self.window(of: server, in: plan)]
            // Whoever has none is never stopped.
            case .windows(let all): found[server] = all[server] ?? []
            }
        }
        return found
    }

    private static func window(of server: String, in plan: Plan) throws(Failure) -> CutOverWindow {
        let wave = plan.waves?.first { $0.servers.contains { $0.server == server } }
        guard let wave, let opens = wave.opens, let closes = wave.closes else {
            throw Failure(
                "cut over in the plan's windows", on: server,
                because: wave.map { "\($0.name) has no window in the plan" } ?? "it is in no wave of the plan",
                next: "plan with --first-window, or give the hours: --cut-over-at 02:00-05:00", exit: .refused)
        }
        return CutOverWindow(opens: opens, closes: closes)
    }
}
