/// What one VM or host used over one span of time, as it is remembered.
package struct LoadRecord: Sendable, Hashable, Codable {
    package enum Subject: String, Sendable, Hashable, Codable {
        case host, machine
    }

    package var subject: Subject
    package var name: String
    /// The span's start.
    package var start: Moment
    /// Seconds of the span that were observed: less than the span where there were gaps.
    package var observedSeconds: Double
    /// Cores busy: the mean, and the highest single observation.
    package var cores: Double
    package var coresPeak: Double
    /// Bytes in use; bytes per second.
    package var memoryBytes: Double
    package var diskBytes: Double
    package var networkBytes: Double

    package init(
        subject: Subject, name: String, start: Moment, observedSeconds: Double, cores: Double, coresPeak: Double,
        memoryBytes: Double, diskBytes: Double, networkBytes: Double
    ) {
        self.subject = subject
        self.name = name
        self.start = start
        self.observedSeconds = observedSeconds
        self.cores = cores
        self.coresPeak = coresPeak
        self.memoryBytes = memoryBytes
        self.diskBytes = diskBytes
        self.networkBytes = networkBytes
    }
}

extension PoolLoad {
    /// One record of each host and each machine; what a machine waited for counts as if it had got it. Without a record is
    /// whose disks or network nobody measured: a gap, and no rest.
    package func records(at end: Moment) -> [LoadRecord] {
        let start = Moment(seconds: end.seconds - seconds)
        func record(_ subject: LoadRecord.Subject, _ name: String, _ sample: LoadSample, _ waiting: Double)
            -> LoadRecord?
        {
            guard let disk = sample.diskBytes, let network = sample.networkBytes else { return nil }
            let cores = sample.coresBusy + waiting
            return LoadRecord(
                subject: subject, name: name, start: start, observedSeconds: seconds, cores: cores, coresPeak: cores,
                memoryBytes: sample.memoryBytes, diskBytes: disk, networkBytes: network)
        }
        return hosts.compactMap { record(.host, $0.host, $0.sample, 0) }
            + machines.compactMap { record(.machine, $0.machine, $0.sample, $0.coresWaiting) }
    }
}
