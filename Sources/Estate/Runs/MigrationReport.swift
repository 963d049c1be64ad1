/// One live migration, as the hypervisor did it and as the service saw it.
package struct MigrationReport: Sendable, Hashable, Codable {
    package static let format = "p2v-migration/1"

    package var format = Self.format
    package var machine: String
    package var from: String
    package var to: String
    package var startedAt: Moment
    package var memoryMiB: Int
    /// What libvirt says of the finished job.
    package var job: JobStatistics
    /// Seconds on our own monotonic clock from the request to its answer.
    package var wallSeconds: Double
    /// Milliseconds from migration start to each event that libvirt sent: `suspended`, `resumed`.
    package var events: [Event]
    package var probes: [ProbeReport]
    /// What was expected before the start; kept beside the outcome, so that the next prediction learns from it.
    package var prediction: MigrationPrediction?
    /// How far the prediction was from the outcome; nil without one.
    package var accuracy: MigrationAccuracy?
    /// The limit of the pause that was in force at the end, in milliseconds.
    package var downtimeLimitMilliseconds: Int?
    /// The switches learned the new place at the start of the pause, not at its end.
    package var announcedEarly: Bool?
    /// Load average of the machine that p2v ran on: a busy one makes every figure worse.
    package var loadAverage: Double?
    /// The operator's cap on memory's way in MiB/s: such a move says nothing of the link.
    package var bandwidthMiBPerSecond: Int?
    /// In an experiment: what the machine did (`writer:40`), and the settings' name (`p2v`, `late`, `libvirt`).
    package var load: String?
    package var preset: String?

    /// Milliseconds from the first `suspended` event to the last `resumed` one: the pause as libvirt told it.
    package var pauseMilliseconds: Double? {
        guard let end = events.last(where: { $0.name == "resumed" && $0.host == to })?.milliseconds,
            let start = events.last(where: { $0.name == "suspended" && $0.host == from })?.milliseconds
        else { return nil }
        return end - start
    }

    package struct Event: Sendable, Hashable, Codable {
        package var milliseconds: Double
        package var host: String
        package var name: String

        package init(milliseconds: Double, host: String, name: String) {
            self.milliseconds = milliseconds
            self.host = host
            self.name = name
        }
    }

    package init(
        machine: String, from: String, to: String, startedAt: Moment, memoryMiB: Int, job: JobStatistics,
        wallSeconds: Double, events: [Event], probes: [ProbeReport], prediction: MigrationPrediction? = nil,
        downtimeLimitMilliseconds: Int? = nil, announcedEarly: Bool? = nil, loadAverage: Double? = nil
    ) {
        self.machine = machine
        self.from = from
        self.to = to
        self.startedAt = startedAt
        self.memoryMiB = memoryMiB
        self.job = job
        self.wallSeconds = wallSeconds
        self.events = events
        self.probes = probes
        self.prediction = prediction
        accuracy = MigrationAccuracy(
            prediction, wallSeconds: wallSeconds, pauseMilliseconds: job.downtimeMilliseconds)
        self.downtimeLimitMilliseconds = downtimeLimitMilliseconds
        self.announcedEarly = announcedEarly
        self.loadAverage = loadAverage
    }
}

/// Statistics of a finished migration job (libvirt's virDomainGetJobStats). Nil where the hypervisor does not say.
package struct JobStatistics: Sendable, Hashable, Codable {
    package var totalMilliseconds: Double?
    package var downtimeMilliseconds: Double?
    package var setupMilliseconds: Double?
    package var memoryTotalBytes: UInt64?
    package var memoryProcessedBytes: UInt64?
    package var memoryBytesPerSecond: UInt64?
    package var iterations: UInt64?
    package var throttlePercent: Int?

    package init(
        totalMilliseconds: Double? = nil, downtimeMilliseconds: Double? = nil, setupMilliseconds: Double? = nil,
        memoryTotalBytes: UInt64? = nil, memoryProcessedBytes: UInt64? = nil, memoryBytesPerSecond: UInt64? = nil,
        iterations: UInt64? = nil, throttlePercent: Int? = nil
    ) {
        self.totalMilliseconds = totalMilliseconds
        self.downtimeMilliseconds = downtimeMilliseconds
        self.setupMilliseconds = setupMilliseconds
        self.memoryTotalBytes = memoryTotalBytes
        self.memoryProcessedBytes = memoryProcessedBytes
        self.memoryBytesPerSecond = memoryBytesPerSecond
        self.iterations = iterations
        self.throttlePercent = throttlePercent
    }
}

/// What one probe saw before, during and after.
package struct ProbeReport: Sendable, Hashable, Codable {
    /// As given: `dns:10.77.0.53/www.lab.test`.
    package var probe: String
    package var perSecond: Double
    package var sent: Int
    package var lost: Int
    /// Longest time between two answers, in milliseconds.
    package var longestGapMilliseconds: Double
    package var before: Latency
    package var during: Latency
    package var after: Latency
    /// The sender's own lateness, 99th percentile, in milliseconds: not the network's.
    package var senderJitterMilliseconds: Double

    package init(
        probe: String, perSecond: Double, sent: Int, lost: Int, longestGapMilliseconds: Double, before: Latency,
        during: Latency, after: Latency, senderJitterMilliseconds: Double
    ) {
        self.probe = probe
        self.perSecond = perSecond
        self.sent = sent
        self.lost = lost
        self.longestGapMilliseconds = longestGapMilliseconds
        self.before = before
        self.during = during
        self.after = after
        self.senderJitterMilliseconds = senderJitterMilliseconds
    }
}

/// Latency in milliseconds; nil where nothing was answered.
package struct Latency: Sendable, Hashable, Codable {
    package var answered: Int
    package var lost: Int
    package var median: Double?
    package var p95: Double?
    package var p99: Double?
    package var maximum: Double?

    package init(answered: Int, lost: Int, median: Double?, p95: Double?, p99: Double?, maximum: Double?) {
        self.answered = answered
        self.lost = lost
        self.median = median
        self.p95 = p95
        self.p99 = p99
        self.maximum = maximum
    }
}
