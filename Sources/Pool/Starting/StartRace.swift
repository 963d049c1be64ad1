internal import Estate

/// Decides between machines that start at the same moment, each held still until it is decided; pure.
///
/// ```
/// first look ─→ start, held still ─→ second look ─→ nobody else: go on
///                                       ├ another runs, or comes first in order and is held: stop this one
///                                       └ another is held and comes later, or is on its way out: wait until it is gone
/// ```
/// Whoever looks has started before, so of two at least one sees the other: both can never go on. What is held still
/// writes nothing.
struct StartRace {
    enum Verdict: Equatable {
        case goOn
        case wait(for: String)
        case stop(because: String)
    }

    var guarding: StartGuard

    func verdict(on mine: StartGuard.Known, despiteSilenceOf dead: Set<String>) -> Verdict {
        var waiting: String?
        for other in guarding.known where other.active && !isSelf(other, mine) {
            guard let conflict = guarding.conflict(mine, other) else { continue }
            // Whoever takes an own start back is on its way out for a moment: stopping for it would leave none.
            guard other.isLeaving || other.isHeld && comesFirst(mine, other) else { return .stop(because: conflict) }
            waiting = conflict
        }
        if let silent = guarding.silent(except: dead) {
            return .stop(because: "\(silent.host) cannot be asked any more whether it runs it (\(silent.reason))")
        }
        return waiting.map { .wait(for: $0) } ?? .goOn
    }

    private func isSelf(_ other: StartGuard.Known, _ mine: StartGuard.Known) -> Bool {
        other.uuid.lowercased() == mine.uuid.lowercased() && other.host == mine.host
    }

    /// An order that both sides see alike.
    private func comesFirst(_ mine: StartGuard.Known, _ other: StartGuard.Known) -> Bool {
        (mine.uuid.lowercased(), mine.host) < (other.uuid.lowercased(), other.host)
    }
}

extension StartRace {
    /// How often and for how long another start is waited for.
    struct Patience: Sendable {
        var looks = 50
        var pause = Duration.milliseconds(200)
    }

    /// Looks until it is decided.
    ///
    /// - Returns: nil when the machine goes on, else why it must not.
    static func decide(
        _ patience: Patience = Patience(), _ look: () async throws -> Verdict
    ) async throws -> String? {
        var last = ""
        for _ in 0..<patience.looks {
            switch try await look() {
            case .goOn: return nil
            case .stop(let reason): return reason
            case .wait(let reason): last = reason
            }
            try await Task.sleep(for: patience.pause)
        }
        return "\(last), held still, and stays so"
    }

    /// Lets a machine that was started held still go on, or stops it: what is not decided does not run.
    ///
    /// - Parameters:
    ///   - look: the second look.
    ///   - goOn: lets the machine run.
    ///   - stop: takes it away again; runs to its end even when the task is cancelled.
    static func settle(
        _ machine: String, on host: String, _ patience: Patience = Patience(),
        look: () async throws -> Verdict, goOn: () async throws -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        do {
            if let reason = try await decide(patience, look) {
                throw Failure(
                    "start the machine", on: machine,
                    because: "\(reason); this copy was started at the same time, and is stopped before it ran",
                    next: "leave the other one as it is, or stop it and start this one again", exit: .refused)
            }
            try await goOn()
        } catch {
            do {
                // A task of its own: an interrupted start is taken back all the same.
                try await Task { try await stop() }.value
            } catch let second {
                throw Failure(
                    "start the machine", on: machine,
                    because: "\((error as? Failure)?.because ?? "\(error)"); and this copy could not be stopped on "
                        + "\(host): \((second as? Failure)?.because ?? "\(second)")",
                    next: "stop \(machine) on \(host) by hand: it is held still, and must not run beside the other")
            }
            throw error
        }
    }
}
