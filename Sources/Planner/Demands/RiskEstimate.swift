internal import Estate

/// Judges a placement by what was observed, hour by hour in the past, not by the demand that the plan was made from.
enum RiskEstimate {
    /// - Returns: one judgement for each host whose servers have history; nil when none has.
    static func of(
        _ model: PlacementModel, _ placement: Placement, _ history: [String: [UtilisationSeries]]
    ) -> [HostRisk]? {
        var members = [[Int]](repeating: [], count: model.hosts.count)
        for server in model.servers.indices { members[placement.hosts[server]].append(server) }
        let risks = members.indices.compactMap { host -> HostRisk? in
            var load: [Int: [Double]] = [:]
            for member in members[host] {
                let observed = hourly(history[model.servers[member].server] ?? [], model.rates)
                load.merge(observed) { old, new in zip(old, new).map { $0 + $1 } }
            }
            guard !load.isEmpty else { return nil }
            let limits = model.capacity(of: model.hosts[host])[2...]
            let broken = load.values.count { values in zip(values, limits).contains { $0 > $1 * (1 + 1e-9) } }
            return HostRisk(host: model.hosts[host].name, hoursObserved: load.count, hoursBroken: broken)
        }
        return risks.isEmpty ? nil : risks
    }

    /// Mean cores and rates of each hour since 1970 that was observed.
    private static func hourly(_ history: [UtilisationSeries], _ rates: [Rate]) -> [Int: [Double]] {
        var sums: [Int: (values: [Double], count: Double)] = [:]
        for series in history where series.interval > 0 {
            for (at, sample) in series.samples.enumerated() {
                guard let sample else { continue }
                let hour = Int(((series.start.seconds + Double(at) * series.interval) / 3600).rounded(.down))
                let values = [sample.coresBusy] + rates.map { $0.value(sample) }
                guard values.allSatisfy({ $0.isFinite && $0 >= 0 }) else { continue }
                if let old = sums[hour] {
                    sums[hour] = (zip(old.values, values).map { $0 + $1 }, old.count + 1)
                } else {
                    sums[hour] = (values, 1)
                }
            }
        }
        return sums.mapValues { sum in sum.values.map { $0 / sum.count } }
    }
}
