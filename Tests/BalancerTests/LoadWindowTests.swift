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

    // Two VMs that are busy at different hours fit together; a mean over all hours, or the last minute, cannot tell.
    @Test func `a VM's past gives its load in each hour of the last seven days`() throws {
        var state = pool
        let past = (0..<336).flatMap { hour in
            [record("day", hour, hour % 24 < 12 ? 3 : 0.1), record("night", hour, hour % 24 < 12 ? 0.1 : 3)]
        }
        let now = Moment(seconds: Self.monday + 336 * Self.hour + 60)
        state.remember(past, window: LoadWindow(days: 14, percentile: 95), now: now)
        #expect(state.days == 7)
        #expect(state.machines[0].hourlyCores[11] == 3 && state.machines[0].hourlyCores[12] == 0.1)
        #expect(state.machines[1].hourlyCores[11] == 0.1 && state.machines[1].hourlyCores[12] == 3)
        #expect(state.machines[2].hourlyCores == Array(repeating: 0.5, count: 168))
        #expect(state.gaps == ["VM other has no past of a day; its present load stands for all hours"])
        try state.validate()
    }

    // One bad Tuesday in two weeks is one day of evidence, not every Tuesday to come.
    @Test func `each day is judged as it was, and the window's older days only fill gaps`() {
        var state = pool
        var past = (0..<336).map { record("day", $0, $0 / 24 == 3 ? 4 : 1) }
        past.removeAll { $0.start.seconds == Self.monday + 246 * Self.hour }
        let now = Moment(seconds: Self.monday + 336 * Self.hour)
        state.remember(past, window: LoadWindow(days: 14, percentile: 100), now: now)
        // Hour 246 is 6 o'clock; at that hour the highest of other days was day 3's.
        #expect(state.machines[0].hourlyCores[246 - 168] == 4)
        #expect(state.machines[0].hourlyCores.count { $0 == 4 } == 1)
        #expect(state.gaps.contains("VM day was observed in 167 of the 168 hours judged by"))
    }

    // A watcher that was off for days must not let one day speak for a week.
    @Test func `days that nobody watched are left out`() {
        var state = pool
        let past = (0..<24).map { record("day", $0, 1) } + (96..<120).map { record("day", $0, 2) }
        state.remember(past, window: LoadWindow(), now: Moment(seconds: Self.monday + 120 * Self.hour))
        #expect(state.days == 2)
        #expect(
            state.machines[0].hourlyCores == Array(repeating: 1, count: 24) + Array(repeating: 2, count: 24))
    }

    @Test func `a past of less than a day, or before the window, or of tomorrow, changes nothing`() {
        var state = pool
        state.remember((0..<20).map { record("day", $0, 3) }, window: LoadWindow(), now: Moment(seconds: Self.monday))
        #expect(state == pool)
        let late = Moment(seconds: Self.monday + 40 * 86_400)
        state.remember((0..<100).map { record("day", $0, 3) }, window: LoadWindow(days: 7), now: late)
        #expect(state == pool)
        let early = Moment(seconds: Self.monday - 86_400)
        state.remember((0..<100).map { record("day", $0, 3) }, window: LoadWindow(days: 7), now: early)
        #expect(state == pool)
    }

    // A dead host's VMs are known without their hours; a plan over both refused the whole recovery.
    @Test func `VMs that join a pool with a past count at all hours as they do now`() throws {
        var state = pool
        let past = (0..<48).map { record("day", $0, 1) }
        state.remember(past, window: LoadWindow(), now: Moment(seconds: Self.monday + 48 * Self.hour))
        state.add([BalanceMachine(name: "lost", host: "b", vcpus: 1, memoryMiB: 512, load: BalanceLoad(cores: 0.25))])
        try state.validate()
        #expect(state.machines.last?.hourlyCores == Array(repeating: 0.25, count: 48))
        let recovered = try Balancer.recover(state, host: "b")
        #expect(recovered.restarts.map(\.vm).sorted() == ["lost", "night"] && recovered.stays.isEmpty)
    }

    // A backup that fills the disks at night fits beside a shop that does so by day; by processors alone nobody sees it.
    @Test func `disk and network have their hours too`() throws {
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
