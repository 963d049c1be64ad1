package import Estate

/// Weeks of observed load become one week of demand: for each hour of the week a percentile with comfort.
package enum DemandEstimate {
    /// Weeks that give full confidence.
    static let weeksToTrust = 3.0

    /// - Parameter threads: of the server; 16 threads that are all busy are 16 cores, with whatever comfort.
    /// - Returns: nil when nothing was observed.
    package static func of(
        _ server: String, _ history: [UtilisationSeries], policy: PlanPolicy, threads: Int? = nil
    ) -> Demand? {
        var buckets = [[LoadSample]](repeating: [], count: Demand.hours)
        for series in history where series.interval > 0 {
            for (at, sample) in series.samples.enumerated() {
                guard let sample, isSane(sample) else { continue }
                buckets[hour(of: series.start.seconds + Double(at) * series.interval)].append(sample)
            }
        }
        let count = buckets.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        let seen = Double(buckets.count { !$0.isEmpty }) / Double(Demand.hours)
        let seconds = history.reduce(0) { $0 + Double($1.samples.count { $0 != nil }) * $1.interval }
        let weeks = seconds / (168 * 3600)
        return Demand(
            server: server,
            cores: values(buckets, \.coresBusy, policy).map { min($0, threads.map(Double.init) ?? .infinity) },
            diskOperations: rates(buckets, \.diskOperations, policy),
            diskBytes: rates(buckets, \.diskBytes, policy), networkBytes: rates(buckets, \.networkBytes, policy),
            confidence: seen * min(1, weeks / weeksToTrust), hoursObserved: Int(seconds / 3600))
    }

    /// The hour of the week, Monday 00:00 UTC being 0; 1 January 1970 was a Thursday.
    static func hour(of seconds: Double) -> Int {
        let hours = Int((seconds / 3600).rounded(.down)) + 72
        return ((hours % Demand.hours) + Demand.hours) % Demand.hours
    }

    private static func isSane(_ sample: LoadSample) -> Bool {
        [sample.coresBusy, sample.memoryBytes, sample.diskOperations, sample.diskBytes, sample.networkBytes]
            .compactMap(\.self).allSatisfy { $0.isFinite && $0 >= 0 && $0 < 1e15 }
    }

    /// Nil where nothing of it was observed: none is not the same.
    private static func rates(
        _ buckets: [[LoadSample]], _ value: (LoadSample) -> Double?, _ policy: PlanPolicy
    ) -> [Double]? {
        buckets.contains { $0.contains { value($0) != nil } } ? values(buckets, value, policy) : nil
    }

    /// An hour that was never seen takes the largest value of the same hour on other days, else the largest of all.
    private static func values(
        _ buckets: [[LoadSample]], _ value: (LoadSample) -> Double?, _ policy: PlanPolicy
    ) -> [Double] {
        let known = buckets.map { bucket in
            let seen = bucket.compactMap(value)
            return seen.isEmpty ? nil : MachineSize.percentile(seen, policy.percentile) * policy.comfort
        }
        let largest = known.compactMap(\.self).max() ?? 0
        return known.indices.map { hour in
            if let value = known[hour] { return value }
            return stride(from: hour % 24, to: Demand.hours, by: 24).compactMap { known[$0] }.max() ?? largest
        }
    }
}
