internal import ArgumentParser
internal import Estate
internal import Planner

/// Maintenance windows, as options; a plan has waves when the first window is named.
struct ScheduleOptions: ParsableArguments {
    @Option(
        help: "When the first maintenance window opens, in UTC: 2026-03-02T20:00:00Z. Orders the servers into waves.")
    var firstWindow: String?

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

    func policy() throws -> SchedulePolicy? {
        guard let firstWindow else {
            if calendar != nil { throw ValidationError("a calendar needs --first-window") }
            return nil
        }
        guard let start = Moment(iso: firstWindow) else {
            throw ValidationError("--first-window is a time such as 2026-03-02T20:00:00Z")
        }
        return SchedulePolicy(
            start: start, windowHours: windowHours, everyHours: windowEvery,
            mostServers: waveServers, parallelCopies: copies, bytesPerSecond: copyRate)
    }
}
