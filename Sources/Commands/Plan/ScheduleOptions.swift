internal import ArgumentParser
internal import Estate
internal import Planner
internal import Terminal

/// Maintenance windows, as options; a plan has waves when the first window is named.
struct ScheduleOptions: ParsableArguments {
    @Option(
        help: """
            When the first maintenance window opens: 2026-03-02T20:00:00Z, or 2026-03-02T21:00 by the clock of --zone. Orders \
            the servers into waves.
            """)
    var firstWindow: String?

    @Option(
        help: """
            The zone whose clock the windows follow: Europe/Berlin. Windows whole days apart open at the same local time on \
            both sides of a change of the clocks.
            """)
    var zone = "UTC"

    @Option(help: "A day, by the clock of --zone, on which nothing is moved: 2026-12-24. As often as needed.")
    var notOn: [String] = []

    @Option(help: "Hours of a window.")
    var windowHours = 4.0

    @Option(help: "Hours from one window to the next.")
    var windowEvery = 24.0

    @Option(help: "Servers in one wave at most.")
    var waveServers = 8

    @Option(help: "Bytes per second that all copies together may use.")
    var copyRate = 100_000_000.0

    @Option(help: "Copies side by side.")
    var copies = 2

    @Option(help: "Also write the waves as a calendar (ICS) to this file.")
    var calendar: String?

    func validate() throws {
        if firstWindow == nil, calendar != nil || !notOn.isEmpty || zone != "UTC" {
            throw ValidationError("--calendar, --not-on and --zone go with --first-window")
        }
        try check(
            .init("--window-hours", windowHours, 0.1...168), .init("--window-every", windowEvery, 0.1...8760),
            .init("--wave-servers", waveServers, 1...1_000_000), .init("--copies", copies, 1...1000),
            .init("--copy-rate", copyRate, 1...1e15))
    }

    func policy() throws -> SchedulePolicy? {
        guard let firstWindow else { return nil }
        guard let clock = ZoneClock(named: zone) else {
            throw ValidationError("--zone is a zone such as Europe/Berlin, UTC or +02:00, not \(zone)")
        }
        guard let start = Moment(iso: firstWindow) ?? clock.moment(showing: firstWindow) else {
            throw ValidationError(
                "--first-window is a time such as 2026-03-02T20:00:00Z, or 2026-03-02T21:00 with --zone")
        }
        let days = try notOn.map { text in
            guard let day = CivilDate(text) else { throw ValidationError("--not-on is a day such as 2026-12-24") }
            return day
        }
        return SchedulePolicy(
            start: start, windowHours: windowHours, everyHours: windowEvery, mostServers: waveServers,
            parallelCopies: copies, bytesPerSecond: copyRate, notOn: days, zone: clock, zoneName: zone)
    }
}
