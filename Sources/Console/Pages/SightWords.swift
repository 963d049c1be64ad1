internal import Estate
internal import Operations

/// What was seen, in words and colours. What is not of now is grey, and says of when it is.
struct SightWords {
    let sight: PoolSight
    let now: Moment

    var isFresh: Bool { sight.isFresh(at: now) }

    func isOfNow(_ seen: PoolSight.SeenHost) -> Bool { isFresh && seen.isSeen }
    func isOfNow(_ seen: PoolSight.SeenMachine) -> Bool { isFresh && seen.isSeen && seen.machine.state != .unknown }

    /// Of when the page is; why it is not of now.
    var line: HTML {
        guard !isFresh else { return .note("seen \(Self.time(sight.seenAt))") }
        let reason = sight.failure ?? "the pool has not answered for more than \(Int(PoolSight.freshness)) s"
        return .element(
            "p", ["class": "mark unclear", "role": "status"],
            .text("Not known now: \(reason). What stands here was seen \(Self.time(sight.seenAt))."))
    }

    func mark(of seen: PoolSight.SeenHost) -> HTML {
        guard isOfNow(seen) else {
            return .mark(seen.seenAt.map { "not seen since \(Self.time($0))" } ?? "never seen", .unclear)
        }
        return seen.host.inMaintenance ? .mark("maintenance", .warning) : .mark("up", .good)
    }

    func look(of seen: PoolSight.SeenMachine) -> HTML.Look {
        guard isOfNow(seen) else { return .unclear }
        return switch seen.machine.state {
        case .running: .good
        case .paused, .suspended: .warning
        case .crashed: .critical
        case .shutOff, .unknown: .unclear
        }
    }

    func state(of seen: PoolSight.SeenMachine) -> String {
        guard isOfNow(seen) else { return "not known; \(Self.word(seen.machine.state)) at \(Self.time(seen.seenAt))" }
        return Self.word(seen.machine.state)
    }

    static func word(_ state: Machine.State) -> String {
        switch state {
        case .running: "runs"
        case .paused: "paused"
        case .shutOff: "off"
        case .crashed: "crashed"
        case .suspended: "suspended"
        case .unknown: "not known"
        }
    }

    /// UTC, to the second.
    static func time(_ moment: Moment?) -> String { moment?.iso ?? "never" }
}
