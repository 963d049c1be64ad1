import Dispatcher
import Estate
import Foundation
import Terminal
import TestSupport
import Testing

/// If these fail, a service is stopped at an hour that nobody agreed to.
@Suite struct `Random rooms under a faked clock` {
    private let berlin = ZoneClock(named: "Europe/Berlin")!

    /// Nights around both changes of the clocks, and others; windows of all lengths; servers that fail anywhere.
    @Test func `stop no service outside of its window, with both clock changes`() throws {
        var (stops, waited, refused) = (0, 0, 0)
        for seed in Rounds.seeds(200, thorough: 1000) {
            var random = SeededRandom(seed)
            let nights = ["2026-03-28T19:00:00Z", "2026-10-24T19:00:00Z", "2026-06-01T08:00:00Z"]
            let start = try #require(Moment(iso: nights[Int(seed) % 3]))
            let now = Moment(seconds: start.seconds + Double.random(in: 0...36_000, using: &random))
            let (hours, berlin) = (try hours(&random), quick(from: start))
            let windows = try windows(hours, from: now, berlin, &random)
            var room = RandomRoom(
                servers(windows, &random), parallel: Int.random(in: 1...4, using: &random), from: now, random: random)
            room.run()
            for stop in room.stops where !wallClock(stop.at, isIn: hours) {
                Issue.record("seed \(seed): \(stop.server) stopped at \(stop.at.iso), outside of \(hours)")
            }
            #expect(room.mistakes.isEmpty, "seed \(seed)")
            #expect(room.most.copies <= room.dispatch.parallel && room.most.cutOvers <= room.dispatch.parallel)
            #expect(room.dispatch.phases.values.allSatisfy { if case .ended = $0 { true } else { false } })
            stops += room.stops.count
            waited += room.stops.count { $0.at > windows[0].opens } > 0 ? 1 : 0
            refused += room.dispatch.servers.count - room.stops.count
        }
        // The test would prove nothing if nobody were stopped, or nobody refused.
        #expect(stops > 100 && waited > 20 && refused > 40, "\(stops) stopped, \(refused) not")
    }

    /// The same clock for a week, looked up once an hour.
    private func quick(from start: Moment) -> ZoneClock {
        let first = start.seconds - 86_400
        let offsets = (0..<192).map { berlin.offset(at: Moment(seconds: first + Double($0) * 3600)) }
        return ZoneClock { [berlin] moment in
            let hour = Int(((moment.seconds - first) / 3600).rounded(.down))
            return offsets.indices.contains(hour) ? offsets[hour] : berlin.offset(at: moment)
        }
    }

    /// One night, or all of the next days, with a lockout and room for a few.
    private func windows(
        _ hours: DayHours, from now: Moment, _ clock: ZoneClock, _ random: inout SeededRandom
    ) throws -> [CutOverWindow] {
        guard Bool.random(using: &random) else {
            return [try #require(CutOverWindow(hours, after: now, by: clock))]
        }
        var window = CampaignWindow(name: "night", hours: "\(hours.from.text)-\(hours.until.text)")
        window.lockoutMinutes = Double(Int.random(in: 0...60, using: &random))
        window.capacity = Int.random(in: 1...4, using: &random)
        let weekly = try #require(WeeklyWindow(window, clock: clock))
        return weekly.windows(from: now, days: 3)
    }

    private func servers(_ windows: [CutOverWindow], _ random: inout SeededRandom) -> [Dispatch.Server] {
        let names = (0..<Int.random(in: 1...12, using: &random)).map { "s\($0)" }
        let talks = (0..<Int.random(in: 0...8, using: &random)).map { _ in
            DispatchOrder.Talk(
                client: names.randomElement(using: &random)!, server: names.randomElement(using: &random)!)
        }
        let zero = Moment(seconds: 0)
        let waves = Dictionary(grouping: names) { _ in Int.random(in: 0...2, using: &random) }.sorted {
            $0.key < $1.key
        }
        .map { wave in
            Wave(
                name: "wave \(wave.key)",
                servers: wave.value.map {
                    Wave.Member(server: $0, start: zero, finish: zero, copySeconds: 0, outageSeconds: 0)
                }, switchOff: [], reason: "")
        }
        return DispatchOrder(names, waves: waves, talks: talks).servers(
            windows: { _ in windows }, isAway: { _ in false })
    }

    private func hours(_ random: inout SeededRandom) throws -> DayHours {
        let from = Int.random(in: 0..<96, using: &random) * 15
        let until = (from + Int.random(in: 1...24, using: &random) * 15) % 1440
        return try #require(
            DayHours("\(TimeOfDay(minutes: from).text)-\(TimeOfDay(minutes: until).text)"))
    }

    /// By the system's calendar, which the dispatcher does not ask.
    private func wallClock(_ moment: Moment, isIn hours: DayHours) -> Bool {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: "Europe/Berlin")!
        let shown = calendar.dateComponents(
            [.hour, .minute], from: Date(timeIntervalSince1970: moment.seconds))
        let minute = shown.hour! * 60 + shown.minute!
        let (from, until) = (hours.from.minutes, hours.until.minutes)
        return from < until ? (from..<until).contains(minute) : minute >= from || minute < until
    }
}
