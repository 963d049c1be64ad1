public import Estate

/// Sysstat's records as a series on a fixed grid in UTC. A record that is missing stays a gap.
public enum SysstatHistory {
    /// Most samples of one series: two years of ten-minute records.
    private static let longest = 105_120

    /// Reads what `sadf -d` printed.
    ///
    /// - Parameters:
    ///   - threads: processors of the server: sysstat keeps percents.
    ///   - memoryBytes: RAM of the server, to turn "available" into "in use".
    ///   - interfaces: interfaces that count; empty for all but `lo`.
    /// - Returns: nil when there is no record with both processor and memory.
    public static func series(
        _ text: String, threads: Int, memoryBytes: UInt64, interfaces: Set<String> = []
    ) -> UtilisationSeries? {
        let records = SadfText.parse(text, interfaces: interfaces).filter { $0.busyPercent != nil }
        guard let first = records.first, let last = records.last, let interval = interval(of: records) else {
            return nil
        }
        // A record describes the interval before it: its middle decides the place.
        func slot(_ time: Double) -> Int { Int(((time - interval / 2) / interval).rounded(.down)) }
        let origin = slot(first.time)
        let count = slot(last.time) - origin + 1
        guard count > 0, count <= longest else { return nil }
        var samples = [LoadSample?](repeating: nil, count: count)
        for record in records {
            samples[slot(record.time) - origin] = sample(record, threads: threads, memory: Double(memoryBytes))
        }
        guard samples.contains(where: { $0 != nil }) else { return nil }
        return UtilisationSeries(
            start: Moment(seconds: Double(origin) * interval), interval: interval, samples: samples)
    }

    private static func sample(_ record: SysstatRecord, threads: Int, memory: Double) -> LoadSample? {
        guard let busy = record.busyPercent,
            let used = record.memoryAvailable.map({ max(0, memory - $0 * 1024) })
                ?? record.memoryUsed.map({ $0 * 1024 })
        else { return nil }
        return LoadSample(
            coresBusy: busy / 100 * Double(threads), memoryBytes: used, diskOperations: record.operations ?? 0,
            diskBytes: record.diskBytes ?? 0, networkBytes: record.networkBytes ?? 0)
    }

    /// The most frequent distance between records, in whole seconds; ten minutes where there is only one.
    private static func interval(of records: [SysstatRecord]) -> Double? {
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
