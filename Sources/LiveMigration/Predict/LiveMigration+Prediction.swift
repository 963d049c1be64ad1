internal import Estate
internal import Pool

extension LiveMigration {
    /// Measures the dirty rate (never during a move) and asks the model. Nil where the pool cannot measure.
    func predict(_ order: MigrationOrder, _ machine: Machine) async -> MigrationPrediction? {
        guard pool.features.contains(.dirtyRate),
            let dirty = try? await pool.dirtyRate(of: machine.name, on: machine.host, seconds: 1)
        else { return nil }
        let experience = MigrationExperience(
            order.history, machine: machine.name, from: machine.host, to: order.to)
        return MigrationPrediction(
            memoryBytes: Double(machine.memoryBytes), dirtyBytesPerSecond: Double(dirty),
            bandwidthMiBPerSecond: order.bandwidthMiBPerSecond, policy: order.downtime, experience)
    }
}

extension MigrationPrediction {
    /// 1 Gbit/s less the overhead of its frames: what is assumed until a move has been measured.
    static let assumedLink = 112.0 * 1_048_576

    init(
        memoryBytes: Double, dirtyBytesPerSecond: Double, bandwidthMiBPerSecond: Int?, policy: DowntimePolicy,
        _ experience: MigrationExperience
    ) {
        let cap = bandwidthMiBPerSecond.map { Double($0) * 1_048_576 } ?? .infinity
        let link = min(experience.linkBytesPerSecond ?? Self.assumedLink, cap)
        let travels = memoryBytes * min(experience.memoryShare ?? 1, 2)
        let course = MigrationModel(
            memoryBytes: travels, linkBytesPerSecond: link, dirtyBytesPerSecond: dirtyBytesPerSecond,
            limitSeconds: Double(policy.startMilliseconds) / 1000,
            fixedPauseSeconds: experience.fixedPauseSeconds ?? 0.05, setupSeconds: experience.setupSeconds ?? 0.5
        ).course
        // Never above the limit that the guest's owner set: the move is given up instead.
        let pause = 1000 * min(course.pauseSeconds, Double(policy.maximumMilliseconds) / 1000 + 0.1)
        let share = dirtyBytesPerSecond / link
        let spread = experience.linkBytesPerSecond == nil ? 0.5 : 0.2
        self.init(
            memoryBytes: travels, dirtyBytesPerSecond: dirtyBytesPerSecond, linkBytesPerSecond: link,
            learned: experience.linkBytesPerSecond != nil, rounds: course.rounds,
            totalSeconds: Estimate(
                value: course.totalSeconds, low: course.totalSeconds * (1 - spread),
                high: course.totalSeconds * (1 + spread)),
            blackoutMilliseconds: Estimate(
                value: pause, low: max(0, pause - max(50, pause / 2)), high: pause + max(50, pause / 2)),
            verdict: share >= 1 && !course.converges ? .willNotConverge : share > 0.5 ? .needsThrottling : .go,
            reason:
                "the guest writes \(Int(dirtyBytesPerSecond) >> 20) MiB/s, the link carries \(Int(link) >> 20) MiB/s")
    }
}
