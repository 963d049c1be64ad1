internal import Estate

/// Readings of one server, as they come, to a series on a fixed grid in UTC: pure, and told the time.
struct SeriesBuilder: Sendable {
    let interval: Double
    /// Whole disks and cards that count.
    let disks: Set<String>
    let interfaces: Set<String>
    private var last: LoadReading?
    private var slots: [Int: LoadSample] = [:]

    init(interval: Double, disks: Set<String>, interfaces: Set<String>) {
        self.interval = interval
        self.disks = disks
        self.interfaces = interfaces
    }

    init(interval: Double, profile: ServerProfile) {
        self.init(
            interval: interval, disks: Set((profile.disks.value ?? []).map { String($0.device.dropFirst(5)) }),
            interfaces: Set((profile.interfaces.value ?? []).filter { $0.kind == "physical" }.map(\.name)))
    }

    /// - Parameters:
    ///   - memory: bytes in use at the reading.
    ///   - workingSet: bytes touched lately.
    ///   - now: our time at which the reading came.
    mutating func add(_ reading: LoadReading, memory: Double, workingSet: Double? = nil, at now: Moment) {
        defer { last = reading }
        guard let last, reading.at > last.at else { return }
        // A pause of the connection gives one long average; it must not pose as one of the grid's samples.
        guard reading.at - last.at < interval * 2.5,
            let sample = reading.sample(
                since: last, disks: disks, interfaces: interfaces, memory: memory, workingSet: workingSet)
        else { return }
        let middle = now.seconds - (reading.at - last.at) / 2
        slots[Int((middle / interval).rounded(.down))] = sample
    }

    /// The connection was lost: the next reading begins anew.
    mutating func interrupt() { last = nil }

    var count: Int { slots.count }

    /// What has gathered since the last call; nil when there is nothing.
    mutating func take() -> UtilisationSeries? {
        guard let first = slots.keys.min(), let end = slots.keys.max(), end - first < 1_000_000 else { return nil }
        defer { slots = [:] }
        return UtilisationSeries(
            start: Moment(seconds: Double(first) * interval), interval: interval,
            samples: (first...end).map { slots[$0] })
    }
}
