package import Estate

/// What a schedule is made from.
package struct SchedulePolicy: Sendable {
    /// When the first window opens.
    package var start: Moment
    /// Hours of each window, and hours from one window's opening to the next.
    package var windowHours: Double
    package var everyHours: Double
    /// Servers in one wave at most.
    package var mostServers: Int
    /// Copies side by side, and bytes per second that the SR and the network take in all.
    package var parallelCopies: Int
    package var bytesPerSecond: Double
    /// Seconds for the last pass, adaptation and boot of a VM; and the share of a disk that the last pass copies.
    package var cutOverSeconds: Double
    package var lastPassShare: Double

    /// Days, by the zone's calendar, that no window may meet.
    package var notOn: [CivilDate]
    /// The zone of those days, and of the clock by which windows open.
    package var zone: ZoneClock
    /// What the zone is called: the plan says it, so that its check reads the same clock.
    package var zoneName: String

    package init(
        start: Moment, windowHours: Double = 4, everyHours: Double = 24, mostServers: Int = 8, parallelCopies: Int = 2,
        bytesPerSecond: Double = 100_000_000, cutOverSeconds: Double = 180, lastPassShare: Double = 0.02,
        notOn: [CivilDate] = [], zone: ZoneClock = .utc, zoneName: String = "UTC"
    ) {
        self.start = start
        self.windowHours = windowHours
        self.everyHours = everyHours
        self.mostServers = mostServers
        self.parallelCopies = parallelCopies
        self.bytesPerSecond = bytesPerSecond
        self.cutOverSeconds = cutOverSeconds
        self.lastPassShare = lastPassShare
        self.notOn = notOn
        self.zone = zone
        self.zoneName = zoneName
    }

    /// What the plan keeps of it.
    package var calendar: WaveCalendar { WaveCalendar(zone: zoneName, notOn: notOn.isEmpty ? nil : notOn) }
}
