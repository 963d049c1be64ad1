import Estate
import Testing

@testable import Balancer

@Suite struct LoadWindowTests {
    private static let hour = 3600.0
    /// A Monday, 00:00 UTC.
    private static let monday = 1_800_230_400.0

    private func record(_ name: String, _ hour: Int, _ cores: Double) -> LoadRecord {
        LoadRecord(
            subject: .machine, name: name, start: Moment(seconds: Self.monday + Double(hour) * Self.hour),
            observedSeconds: 60, cores: cores, coresPeak: cores, memoryBytes: 0, diskBytes: 0, networkBytes: 0)
    }

    private var pool: BalanceState {
        BalanceState(
            hosts: ["a", "b"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 65_536) },
            machines: [("day", "a"), ("night", "b"), ("other", "a")].map {
                BalanceMachine(name: $0.0, host: $0.1, vcpus: 4, memoryMiB: 1024, load: BalanceLoad(cores: 0.5))
            })
    }

    @Test func `the hours of the week begin on Monday at midnight UTC`() {
        #expect(WeekLoad.hour(Moment(seconds: Self.monday)) == 0)
        #expect(WeekLoad.hour(Moment(seconds: Self.monday + 26 * Self.hour)) == 26)
        #expect(WeekLoad.hour(Moment(seconds: 0)) == 72)
    }

    // Two VMs that are busy at different hours fit together; a mean over all hours, or the last minute, cannot tell.
    @Test func `a VM's past gives its load by hour of the week`() throws {
        var state = pool
        let past = (0..<336).flatMap { hour in
            [record("day", hour, hour % 24 < 12 ? 3 : 0.1), record("night", hour, hour % 24 < 12 ? 0.1 : 3)]
        }
        let now = Moment(seconds: Self.monday + 336 * Self.hour)
        state.remember(past, window: LoadWindow(days: 14, percentile: 95), now: now)
        #expect(state.machines[0].hourlyCores[11] == 3 && state.machines[0].hourlyCores[12] == 0.1)
        #expect(state.machines[1].hourlyCores[11] == 0.1 && state.machines[1].hourlyCores[12] == 3)
        #expect(state.machines[2].hourlyCores == Array(repeating: 0.5, count: 168))
        #expect(state.gaps == ["VM other has no past of a day; its present load stands for all hours"])
        try state.validate()
    }

    @Test func `hours that were not observed count like the rest, and are told`() {
        var state = pool
        state.remember(
            (0..<30).map { record("day", $0, $0 == 7 ? 2 : 1) }, window: LoadWindow(percentile: 100),
            now: Moment(seconds: Self.monday + 40 * Self.hour))
        #expect(state.machines[0].hourlyCores[7] == 2 && state.machines[0].hourlyCores[8] == 1)
        #expect(state.machines[0].hourlyCores[100] == 2)
        #expect(state.gaps.contains("VM day was observed in 30 of 168 hours of the week"))
    }

    @Test func `a past of less than a day, or before the window, changes nothing`() {
        var state = pool
        state.remember((0..<20).map { record("day", $0, 3) }, window: LoadWindow(), now: Moment(seconds: Self.monday))
        #expect(state == pool)
        let late = Moment(seconds: Self.monday + 40 * 86_400)
        state.remember((0..<100).map { record("day", $0, 3) }, window: LoadWindow(days: 7), now: late)
        #expect(state == pool)
    }

    // A backup that fills the disks at night fits beside a shop that does so by day; by processors alone nobody sees it.
    @Test func `disk and network have their hours too, and every hour has to fit`() throws {
        var state = pool
        for index in state.hosts.indices { state.hosts[index].diskBytesPerSecond = 100 }
        let past = (0..<168).map { hour in
            LoadRecord(
                subject: .machine, name: "day", start: Moment(seconds: Self.monday + Double(hour) * Self.hour),
                observedSeconds: 60, cores: 0.1, coresPeak: 0.1, memoryBytes: 0, diskBytes: hour == 30 ? 90 : 5,
                networkBytes: 7)
        }
        state.remember(past, window: LoadWindow(), now: Moment(seconds: Self.monday + 168 * Self.hour))
        #expect(state.machines[0].hourlyDisk[30] == 90 && state.machines[0].hourlyDisk[31] == 5)
        #expect(state.machines[0].hourlyNetwork == Array(repeating: 7, count: 168))
        try state.validate()
        let arena = Arena(state, BalancePolicy(goal: .balance))
        #expect(arena.names.contains("disk@30") && arena.dimensions == 168 + 1 + 168)
        #expect(arena.overload(0) > 0 && arena.overload(1) == 0)
    }

    // The shop wants less power: what is saved must count only hosts that end up empty.
    @Test func `hosts that are emptied save their watts`() throws {
        let move = BalanceMove(
            vm: "night", from: "b", to: "a", reason: "", cost: MoveCost(memoryMiB: 1024, dirty: 0, link: 1e8))
        let power = HostPower(watts: 200, pue: 1.5, pricePerKilowattHour: 0.25)
        let saving = try #require(PowerSaving([move], pool, power))
        #expect(saving.hosts == ["b"] && saving.watts == 300)
        #expect(saving.kilowattHoursPerYear == 2628 && saving.moneyPerYear == 657)
        #expect(PowerSaving([], pool, power) == nil)
        #expect(PowerSaving([move], pool)?.watts == nil)
    }
}
