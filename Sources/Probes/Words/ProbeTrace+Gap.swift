/// A time without answers. Times are nanoseconds of CLOCK_MONOTONIC.
package struct ProbeGap: Sendable, Hashable {
    /// The last answer before.
    package var from: UInt64
    /// The first answer after.
    package var to: UInt64
    /// Nanoseconds of it in which the sender itself stood still.
    package var ownStall: UInt64

    /// What the network and the service are responsible for.
    package var milliseconds: Double { Double((to &- from) &- min(ownStall, to &- from)) / 1e6 }
}

extension ProbeTrace {
    /// The longest time between two answers, less the time in which no probe was sent although one was due. Nil with
    /// fewer than two answers. Silence at the end counts up to the last probe that was sent.
    package var longestGap: ProbeGap? {
        var arrivals = samples.filter { $0.outcome == .answered }.map(\.ended).sorted()
        guard arrivals.count > 1 || (arrivals.count == 1 && lost > 0) else { return nil }
        if let last = samples.last(where: { $0.outcome != .waiting }), last.outcome != .answered,
            last.sent > arrivals[arrivals.count - 1]
        {
            arrivals.append(last.sent)
        }
        let stalls = self.stalls
        var longest: ProbeGap?
        for (from, to) in zip(arrivals, arrivals.dropFirst()) {
            // Most gaps are one period long: the stalls are looked at only where they could matter.
            guard Double(to &- from) / 1e6 > longest?.milliseconds ?? -1 else { continue }
            let gap = ProbeGap(from: from, to: to, ownStall: Self.overlap(stalls, from..<to))
            if gap.milliseconds > longest?.milliseconds ?? -1 { longest = gap }
        }
        return longest
    }

    /// Spans in which a probe was due but the sender had not sent it yet; a millisecond is not worth noting.
    private var stalls: [Range<UInt64>] {
        samples.compactMap { $0.sent > $0.due + 1_000_000 ? $0.due..<$0.sent : nil }
    }

    /// Nanoseconds of `span` that are covered; spans may overlap each other and come in order of their ends.
    static func overlap(_ covers: [Range<UInt64>], _ span: Range<UInt64>) -> UInt64 {
        var covered: UInt64 = 0
        var reached = span.lowerBound
        for cover in covers where cover.upperBound > reached {
            if cover.lowerBound >= span.upperBound { break }
            let part = max(reached, cover.lowerBound)..<min(cover.upperBound, span.upperBound)
            covered += UInt64(part.count)
            reached = part.upperBound
        }
        return covered
    }
}
