/// Load of one server or VM over one interval. A figure that nobody kept is nil, and not 0.
package struct LoadSample: Sendable, Hashable, Codable {
    /// Cores busy: 1.5 is one and a half cores.
    package var coresBusy: Double
    /// Bytes of memory in use, without caches that can be dropped.
    package var memoryBytes: Double
    /// Disk operations per second; nil where no disk was read.
    package var diskOperations: Double?
    /// Disk bytes per second, read and written; nil where no disk was read.
    package var diskBytes: Double?
    /// Network bytes per second, in and out; nil where no card was read.
    package var networkBytes: Double?
    /// Bytes of memory that were touched lately: the kernel's active list. Nil where it was not read.
    package var workingSetBytes: Double?
    /// Processes that ran or waited to, at the end of the interval.
    package var runQueue: Double?
    /// Milliseconds that a disk operation took on average; nil where there was none.
    package var diskMilliseconds: Double?
    /// How busy each processor was, 0 to 1.
    package var processors: [Double]?

    package init(
        coresBusy: Double, memoryBytes: Double, diskOperations: Double?, diskBytes: Double?, networkBytes: Double?,
        workingSetBytes: Double? = nil, runQueue: Double? = nil, diskMilliseconds: Double? = nil,
        processors: [Double]? = nil
    ) {
        self.coresBusy = coresBusy
        self.memoryBytes = memoryBytes
        self.diskOperations = diskOperations
        self.diskBytes = diskBytes
        self.networkBytes = networkBytes
        self.workingSetBytes = workingSetBytes
        self.runQueue = runQueue
        self.diskMilliseconds = diskMilliseconds
        self.processors = processors
    }
}

/// Load over time, aligned to a fixed interval in UTC. A gap stays a gap.
package struct UtilisationSeries: Sendable, Hashable, Codable {
    package var start: Moment
    /// Seconds between two samples.
    package var interval: Double
    /// One sample an interval; nil where nothing was observed.
    package var samples: [LoadSample?]

    package init(start: Moment, interval: Double, samples: [LoadSample?]) {
        self.start = start
        self.interval = interval
        self.samples = samples
    }
}
