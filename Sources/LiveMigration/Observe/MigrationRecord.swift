package import Estate
internal import Pool
package import Probes

/// A finished move with everything that was seen.
package struct MigrationRecord: Sendable {
    /// What is kept in the store.
    package var report: MigrationReport
    /// Every probe.
    package var traces: [ProbeTrace]
    /// The job over time.
    package var samples: [ProgressSample]
    /// CLOCK_MONOTONIC at the request: zero of every time in the report, the CSV and the timeline.
    package var zero: UInt64

    package init(report: MigrationReport, traces: [ProbeTrace], samples: [ProgressSample], zero: UInt64) {
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
    package var csv: String { ProbeTrace.csv(traces, zero: zero) }
}
