internal import Converter
internal import Estate

/// How long services were away in earlier conversions, and so how long one may be away now: 19 of 20 were back sooner.
struct OutageHistory: Sendable {
    /// Seconds of each outage that began and ended in one go.
    let seconds: [Double]
    /// Seconds that count where nothing was converted yet.
    let assumed: Double

    /// Seconds to adapt a guest and to prove that its source is off, when nobody has seen it: generous.
    static let unseenWork = 300.0

    /// - Parameters:
    ///   - runs: the records of each conversion, oldest first.
    ///   - bootSeconds: what a VM is given to answer.
    init(_ runs: [[JournalRecord]], bootSeconds: Int) {
        seconds = runs.compactMap(Self.outage)
        assumed = Double(bootSeconds) + Self.unseenWork
    }

    /// Seconds that a service will be away, by the 95th percentile (nearest rank) of those that were.
    ///
    /// - Parameter lastPass: seconds that its last pass is expected to take; the others' own is counted as well.
    func outage(lastPass: Double) -> Double {
        let sorted = seconds.sorted()
        guard !sorted.isEmpty else { return lastPass + assumed }
        let rank = Int((0.95 * Double(sorted.count)).rounded(.up))
        return lastPass + sorted[max(0, min(sorted.count, rank) - 1)]
    }

    /// From the cut-over to the proof, where nothing failed between them: a run that was resumed the next morning says
    /// nothing of an outage that goes well.
    private static func outage(_ records: [JournalRecord]) -> Double? {
        guard
            let began = records.lastIndex(where: {
                $0.step == Conversion.firstStepWithoutService && $0.event == .started
            }), let end = records.last, end.event == .finished
        else { return nil }
        let state = RunState(records)
        // A source that was left on was not proved off: that is a shorter outage than the next one's.
        guard Conversion.isDone(state), state.isPastReturn else { return nil }
        let inOutage = records[began...]
        let steps = inOutage.filter { $0.event == .started }.map(\.step)
        guard inOutage.allSatisfy({ $0.event != .failed && $0.event != .undone }), Set(steps).count == steps.count
        else { return nil }
        let seconds = end.at.seconds - inOutage[began].at.seconds
        return seconds > 0 ? seconds : nil
    }
}
