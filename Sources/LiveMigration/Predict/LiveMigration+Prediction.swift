internal import Estate
internal import Pool

extension LiveMigration {
    /// Measures the dirty rate (never during a move) and asks the model. Nil where the pool cannot measure.
    func predict(_ order: MigrationOrder, _ machine: Machine) async -> MigrationPrediction? {
        guard pool.features.contains(.dirtyRate),
            let dirty = try? await pool.dirtyRate(of: machine.name, on: machine.host, seconds: 1)
        else { return nil }
        let resident = try? await pool.residentBytes(of: machine.name, on: machine.host)
        let facts = MigrationFacts(
            memoryBytes: Double(machine.memoryBytes), residentBytes: resident.map { Double($0) },
            dirtyBytesPerSecond: Double(dirty), bandwidthMiBPerSecond: order.bandwidthMiBPerSecond)
        return MigrationPrediction(
            facts, order.downtime,
            MigrationExperience(order.history, machine: machine.name, from: machine.host, to: order.to))
    }
}

/// What a prediction is made of: measured just before the move.
struct MigrationFacts: Sendable, Hashable {
    var memoryBytes: Double
    /// What the machine occupies on its host; nil where nothing tells.
    var residentBytes: Double?
    var dirtyBytesPerSecond: Double
    var bandwidthMiBPerSecond: Int?

    /// Until a move has shown it.
    static let assumedEmulator = 70.0 * 1_048_576

    /// Memory that was never touched does not travel. What the host keeps for the machine, less the emulator itself, is
    /// closer to that than the machine's size.
    func travels(_ experience: MigrationExperience) -> Double {
        if let residentBytes {
            let emulator = experience.emulatorBytes ?? Self.assumedEmulator
            return min(max(residentBytes - emulator, 0.02 * memoryBytes), 2 * memoryBytes)
        }
        return memoryBytes * min(experience.memoryShare ?? 1, 2)
    }
}

extension MigrationPrediction {
    /// 1 Gbit/s less the overhead of its frames: what is assumed until a move has been measured.
    static let assumedLink = 112.0 * 1_048_576

    init(_ facts: MigrationFacts, _ policy: DowntimePolicy, _ experience: MigrationExperience) {
        let cap = facts.bandwidthMiBPerSecond.map { Double($0) * 1_048_576 } ?? .infinity
        let link = max(1, min(experience.linkBytesPerSecond ?? Self.assumedLink, cap))
        let travels = facts.travels(experience)
        let fixed = experience.fixedPauseSeconds ?? 0.05
        let course = MigrationModel(
            memoryBytes: travels, linkBytesPerSecond: link, dirtyBytesPerSecond: facts.dirtyBytesPerSecond,
            limitSeconds: Double(policy.startMilliseconds) / 1000,
            highestLimitSeconds: Double(policy.maximumMilliseconds) / 1000,
            fixedPauseSeconds: fixed, setupSeconds: experience.setupSeconds ?? 0.5
        ).course
        // Never above the limit that the guest's owner set: the move is given up instead.
        let pause = 1000 * min(course.pauseSeconds, Double(policy.maximumMilliseconds) / 1000 + fixed)
        let share = facts.dirtyBytesPerSecond / link
        let spread = experience.linkBytesPerSecond == nil ? 0.5 : 0.2
        let room = max(50, pause / 2)
        self.init(
            memoryBytes: travels, dirtyBytesPerSecond: facts.dirtyBytesPerSecond, linkBytesPerSecond: link,
            learned: experience.linkBytesPerSecond != nil, rounds: course.rounds,
            totalSeconds: Estimate(
                value: course.totalSeconds, low: course.totalSeconds * (1 - spread),
                high: course.totalSeconds * (1 + spread)),
            blackoutMilliseconds: Estimate(value: pause, low: max(0, pause - room), high: pause + room),
            verdict: !course.converges ? .willNotConverge : share > 0.5 ? .needsThrottling : .go,
            reason: "the guest writes \(Int(facts.dirtyBytesPerSecond) >> 20) MiB/s, "
                + "the link carries \(Int(link) >> 20) MiB/s",
            residentBytes: facts.residentBytes, remainderMilliseconds: max(0, pause - 1000 * fixed))
    }
}
