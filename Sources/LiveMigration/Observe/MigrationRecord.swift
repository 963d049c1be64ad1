public import Estate
internal import Pool
public import Probes

/// A finished move with everything that was seen.
public struct MigrationRecord: Sendable {
    /// What is kept in the store.
    public var report: MigrationReport
    /// Every probe.
    public var traces: [ProbeTrace]
    /// The job over time.
    public var samples: [ProgressSample]
    /// CLOCK_MONOTONIC at the request: zero of every time in the report, the CSV and the timeline.
    public var zero: UInt64

    public init(report: MigrationReport, traces: [ProbeTrace], samples: [ProgressSample], zero: UInt64) {
        self.report = report
        self.traces = traces
        self.samples = samples
        self.zero = zero
    }

    init(
        order: MigrationOrder, check: MigrationCheck, outcome: MigrationOutcome, traces: [ProbeTrace],
        startedAt: Moment, loadAverage: Double?
    ) {
        let zero = outcome.began
        var events = outcome.events.map { event in
            MigrationReport.Event(
                milliseconds: (Double(event.monotonicNanoseconds) - Double(zero)) / 1e6, host: event.host,
                name: event.name)
        }
        if let announced = outcome.announced {
            let milliseconds = (Double(announced) - Double(zero)) / 1e6
            events.append(MigrationReport.Event(milliseconds: milliseconds, host: order.to, name: "announced"))
        }
        events.sort { $0.milliseconds < $1.milliseconds }
        self.init(
            report: MigrationReport(
                machine: order.machine, from: check.request.from, to: order.to, startedAt: startedAt,
                memoryMiB: Int(check.machine.memoryBytes >> 20), job: outcome.job,
                wallSeconds: Double(outcome.ended - zero) / 1e9, events: events,
                probes: traces.map { $0.report(during: zero..<outcome.ended) }, prediction: check.prediction,
                downtimeLimitMilliseconds: outcome.limitMilliseconds, announcedEarly: outcome.announced != nil,
                loadAverage: loadAverage),
            traces: traces, samples: outcome.samples, zero: zero)
        report.bandwidthMiBPerSecond = order.bandwidthMiBPerSecond
    }

    /// Every probe, a line each; see ``Probes/ProbeTrace/csv(_:zero:)``.
    public var csv: String { ProbeTrace.csv(traces, zero: zero) }
}
