internal import Estate

/// What a server needs, as the checker reads its load: by hour of the week, never above what is installed.
struct ObservedNeed {
    private let profile: ServerProfile
    private let samples: [(hour: Int, load: LoadSample)]
    private let policy: PlanPolicy
    /// At least a week was seen; with less nothing may be smaller than it is.
    private let isKnown: Bool

    init(_ profile: ServerProfile, _ history: [UtilisationSeries], _ policy: PlanPolicy) {
        (self.profile, self.policy) = (profile, policy)
        samples = history.filter { $0.interval > 0 }.flatMap { series in
            series.samples.enumerated().compactMap { at, load in
                load.map { (Self.hour(series.start.seconds + Double(at) * series.interval), $0) }
            }
        }
        let seconds = history.reduce(0) { $0 + Double($1.samples.count { $0 != nil }) * $1.interval }
        isKnown = seconds >= 168 * 3600
    }

    func findings(_ server: PlannedServer) -> [String] {
        (vcpus(server.vcpus) + memory(server.memoryMiB)).map { "\(server.server): \($0)" }
    }

    private func vcpus(_ planned: Int) -> [String] {
        guard let threads = profile.hardware.processor.value?.threads else { return [] }
        guard isKnown else {
            return planned < threads
                ? ["\(planned) vCPUs, it has \(threads) threads and less than a week of its load is known"] : []
        }
        let (hour, cores) = busiest
        guard Double(planned) < min(Double(threads), cores) - 1e-6 else { return [] }
        return [
            "\(planned) vCPUs, its busiest hour, \(Demand.name(ofHour: hour)), asks for \(Fixed.text(cores, 1)) cores"
        ]
    }

    private func memory(_ planned: Int) -> [String] {
        guard let bytes = profile.hardware.memoryBytes.value else { return [] }
        let installed = Double(bytes) / 1_048_576
        let peak = (samples.map(\.load.memoryBytes).max() ?? 0) / 1_048_576
        guard isKnown, peak > 0 else {
            return Double(planned) < installed.rounded(.down)
                ? ["\(planned) MiB of memory, \(Int(installed)) MiB are installed and what it uses is not known"] : []
        }
        let need = min(installed, peak * policy.comfort)
        return Double(planned) < need - 1
            ? ["\(planned) MiB of memory, \(Int(need)) MiB are needed for what it used"] : []
    }

    /// Percentile of each hour of the week by nearest rank, times comfort.
    private var busiest: (hour: Int, cores: Double) {
        var best = (hour: 0, cores: 0.0)
        for (hour, group) in Dictionary(grouping: samples, by: \.hour) {
            let values = group.map(\.load.coresBusy).filter { $0.isFinite && $0 >= 0 && $0 < 1e15 }.sorted()
            guard !values.isEmpty else { continue }
            let rank = Int((Double(values.count) * policy.percentile / 100).rounded(.up))
            let cores = values[max(0, min(values.count, rank) - 1)] * policy.comfort
            if (cores, best.hour) > (best.cores, hour) { best = (hour, cores) }
        }
        return best
    }

    /// Monday 00:00 UTC is 0; the first Monday was the fifth day of 1970.
    private static func hour(_ seconds: Double) -> Int {
        let passed = Int(((seconds - 4 * 86400) / 3600).rounded(.down)) % Demand.hours
        return passed < 0 ? passed + Demand.hours : passed
    }
}
