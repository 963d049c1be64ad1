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
            let lacks = members[host].flatMap { unseen(of: model.servers[$0].server, history, model.rates) }
            let limits = model.capacity(of: model.hosts[host])[2...]
            let broken = load.values.count { values in zip(values, limits).contains { $0 > $1 * (1 + 1e-9) } }
            return HostRisk(
                host: model.hosts[host].name, hoursObserved: load.count, hoursBroken: broken,
                unseen: lacks.isEmpty ? nil : lacks)
        }
        return risks.isEmpty ? nil : risks
    }

    /// What of a server no hour of the past holds: it counts as none, and the judgement says so.
    private static func unseen(
        of server: String, _ history: [String: [UtilisationSeries]], _ rates: [Rate]
    ) -> [String] {
        let samples = (history[server] ?? []).flatMap { $0.samples.compactMap(\.self) }
        guard !samples.isEmpty else { return ["load of \(server)"] }
        return rates.filter { rate in !samples.contains { rate.value($0) != nil } }.map { "\($0.name) of \(server)" }
    }

    /// Mean cores and rates of each hour since 1970 that was observed, each over what holds it.
    private static func hourly(_ history: [UtilisationSeries], _ rates: [Rate]) -> [Int: [Double]] {
        let nothing = [(sum: Double, count: Double)](repeating: (0, 0), count: 1 + rates.count)
        var sums: [Int: [(sum: Double, count: Double)]] = [:]
        for series in history where series.interval > 0 {
            for (at, sample) in series.samples.enumerated() {
                guard let sample else { continue }
                let hour = Int(((series.start.seconds + Double(at) * series.interval) / 3600).rounded(.down))
                let values = [sample.coresBusy] + rates.map { $0.value(sample) }
                guard values.compactMap(\.self).allSatisfy({ $0.isFinite && $0 >= 0 }) else { continue }
                sums[hour] = zip(sums[hour] ?? nothing, values).map { old, value in
                    value.map { (old.sum + $0, old.count + 1) } ?? old
                }
            }
        }
        return sums.mapValues { all in all.map { $0.count > 0 ? $0.sum / $0.count : 0 } }
    }
}
