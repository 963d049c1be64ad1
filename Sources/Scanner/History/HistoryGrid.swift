internal import Estate

/// Records of a collector as a series on a fixed grid in UTC. A record that is missing stays a gap.
struct HistoryGrid {
    /// Processors of the server: collectors keep percents.
    let threads: Int
    /// RAM of the server, to turn "available" into "in use".
    let memoryBytes: UInt64

    /// Most samples of one series: two years of ten-minute records.
    private static let longest = 105_120

    /// The collector's own rhythm counts, also that of rows in which it measured nothing.
    ///
    /// Nil when there is no record with both processor and memory.
    func series(_ all: [HistoryRecord]) -> UtilisationSeries? {
        let records = all.filter { $0.busyPercent != nil || $0.coresBusy != nil }
        guard let first = records.first, let last = records.last, let interval = Self.interval(of: all),
            interval <= 86_400
        else {
            return nil
        }
        // A record describes the interval before it: its middle decides the place.
        func slot(_ time: Double) -> Int { Int(((time - interval / 2) / interval).rounded(.down)) }
        guard first.time.magnitude < 1e12, last.time.magnitude < 1e12 else { return nil }
        let origin = slot(first.time)
        let count = slot(last.time) - origin + 1
        guard count > 0, count <= Self.longest else { return nil }
        var samples = [LoadSample?](repeating: nil, count: count)
        for record in records { samples[slot(record.time) - origin] = sample(record) }
        guard samples.contains(where: { $0 != nil }) else { return nil }
        return UtilisationSeries(
            start: Moment(seconds: Double(origin) * interval), interval: interval, samples: samples)
    }

    private func sample(_ record: HistoryRecord) -> LoadSample? {
        let memory = Double(memoryBytes)
        guard let busy = record.coresBusy ?? record.busyPercent.map({ $0 / 100 * Double(threads) }),
            let used = record.memoryAvailable.map({ max(0, memory - $0 * 1024) })
                ?? record.memoryUsed.map({ $0 * 1024 })
        else { return nil }
        let disks = record.diskSum
        return LoadSample(
            coresBusy: busy, memoryBytes: used, diskOperations: record.operations ?? disks?.operations,
            diskBytes: record.diskBytes ?? disks?.bytes, networkBytes: record.networkBytes,
            runQueue: record.runQueue,
            diskMilliseconds: disks.flatMap { $0.operations > 0 ? $0.waiting / $0.operations : nil })
    }

    /// The most frequent distance between records, in whole seconds; ten minutes where there is only one.
    private static func interval(of records: [HistoryRecord]) -> Double? {
        var counts: [Double: Int] = [:]
        for (before, after) in zip(records, records.dropFirst()) {
            counts[max(1, (after.time - before.time).rounded()), default: 0] += 1
        }
        guard !counts.isEmpty else { return records.isEmpty ? nil : 600 }
        // cron starts a second early or late: 599 and 601 are 600.
        let common = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 600
        return common >= 30 ? max(30, (common / 10).rounded() * 10) : common
    }
}
