internal import Converter
package import Estate

/// How far a server of a plan is, as its journal has it: pure.
package struct ServerState: Sendable, Hashable, Encodable {
    package enum Name: String, Sendable, Hashable, Encodable {
        /// Nothing was begun.
        case planned
        case copying
        /// Its copy is kept up to date, and its service works.
        case warm
        /// Nobody works on it; its copy has started on overlays, and its service works.
        case rehearsed
        case cuttingOver = "cutting over"
        /// It runs as a VM, and has proved it.
        case done
        case takenBack = "taken back"
        /// Nobody works on it; its service works, and what was copied is kept.
        case parked
        /// Nobody works on it, and its service is not known to work.
        case away = "SERVICE AWAY"
    }

    package var state: Name
    /// When that was written last; nil where nothing was.
    package var since: Moment?
    /// Why it stands still.
    package var reason: String?

    /// - Parameters:
    ///   - records: of its run, oldest first.
    ///   - isHeld: a p2v works on it now.
    package init(_ records: [JournalRecord], isHeld: Bool) {
        let run = RunState(records)
        since = records.last?.at
        let isAway = run.touched.contains(Conversion.firstStepWithoutService)
        switch (isHeld, records.last?.event) {
        case (_, nil): state = isHeld ? .copying : .planned
        case _ where Conversion.isDone(run): state = .done
        case (true, _): state = isAway ? .cuttingOver : run.finished.contains("copy") ? .warm : .copying
        case (false, .undone) where run.touched.isEmpty: state = .takenBack
        case (false, .finished) where !isAway && run.facts.rehearsed != nil:
            (state, since) = (.rehearsed, run.facts.rehearsed?.at)
            reason = run.facts.rehearsed?.seen
        case (false, _):
            state = isAway ? .away : .parked
            reason = Self.reason(records) ?? "its run ended without a word"
        }
    }

    /// What the last failure said, where nothing was done since but putting back.
    private static func reason(_ records: [JournalRecord]) -> String? {
        guard let last = records.last(where: { $0.event != .undone }), last.event == .failed else { return nil }
        return StepNote.text(of: last)
    }
}
