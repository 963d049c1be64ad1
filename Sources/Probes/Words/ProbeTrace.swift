package import Estate

/// Everything one probe saw, in the order of sending.
package struct ProbeTrace: Sendable, Hashable {
    package var spec: ProbeSpec
    /// The rate at which it was sent.
    package var perSecond: Double
    package var samples: [ProbeSample]

    package init(spec: ProbeSpec, perSecond: Double, samples: [ProbeSample]) {
        self.spec = spec
        self.perSecond = perSecond
        self.samples = samples
    }

    package var answered: Int { samples.count { $0.outcome == .answered } }

    /// Lost or refused; what still waits is neither.
    package var lost: Int { samples.count { $0.outcome == .lost || $0.outcome == .refused } }

    /// The 99th percentile of the sender's lateness in milliseconds.
    package var senderJitterMilliseconds: Double {
        Percentiles(samples.map(\.latenessMilliseconds)).at(0.99) ?? 0
    }

    /// Latencies and losses of the probes that were sent in a span of time.
    package func latency(sentIn span: Range<UInt64>) -> Latency {
        let inside = samples.filter { span.contains($0.sent) && $0.outcome != .waiting }
        let times = Percentiles(inside.compactMap(\.latencyMilliseconds))
        return Latency(
            answered: times.count, lost: inside.count - times.count, median: times.at(0.5), p95: times.at(0.95),
            p99: times.at(0.99), maximum: times.at(1))
    }

    /// The report of this probe around a migration that lasted over `span`.
    package func report(during span: Range<UInt64>) -> ProbeReport {
        ProbeReport(
            probe: spec.description, perSecond: perSecond, sent: samples.count, lost: lost,
            longestGapMilliseconds: longestGap?.milliseconds ?? 0,
            before: latency(sentIn: 0..<span.lowerBound), during: latency(sentIn: span),
            after: latency(sentIn: span.upperBound..<UInt64.max),
            senderJitterMilliseconds: senderJitterMilliseconds)
    }
}
