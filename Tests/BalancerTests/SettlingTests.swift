import Estate
import Testing

@testable import Balancer

/// Each move is a risk to a service and a pause for its users: it must be worth it tomorrow, not only yesterday.
@Suite struct `Moves by what several days agree on` {
    /// Three hosts of 4 cores; on `a` two VMs, whose cores at each hour are told by day and hour, newest day last.
    private func pool(days: Int, memoryMiB: Int = 1024, _ cores: (Int, Int) -> Double) -> BalanceState {
        let hours = (0..<days * 24).map { cores($0 / 24, $0 % 24) }
        return BalanceState(
            hosts: ["a", "b", "c"].map { BalanceHost(name: $0, cores: 4, memoryMiB: 262_144) },
            machines: ["v0", "v1"].map {
                BalanceMachine(name: $0, host: "a", vcpus: 4, memoryMiB: memoryMiB, hourlyCores: hours)
            }, days: days)
    }

    private func moves(_ state: BalanceState, _ policy: BalancePolicy = BalancePolicy()) throws -> [BalanceMove] {
        let plan = try Balancer.plan(state, policy: policy)
        #expect(PlanChecker(state, policy: policy).violations(of: plan.moves).isEmpty)
        return plan.moves
    }

    @Test func `a host that is overloaded each day gives a VM away, and the plan says in how many hours`() throws {
        let plan = try Balancer.plan(pool(days: 7) { _, hour in hour < 8 ? 2 : 0.5 })
        #expect(plan.moves.count == 1 && plan.before.overloaded == ["a"] && plan.after.overloaded.isEmpty)
        let reason = try #require(plan.moves.first?.reason)
        #expect(reason.contains("a CPU (highest hour) 100 % → 50 %, 56 → 0 of 168 hours above 80 %"), "\(reason)")
    }

    // A reason of 500 numbers is read by nobody.
    @Test func `a reason names each resource once, whatever hours it has`() throws {
        var state = pool(days: 7) { _, hour in hour < 8 ? 2 : 0.5 }
        for index in state.hosts.indices { state.hosts[index].diskBytesPerSecond = 1e9 }
        for index in state.machines.indices { state.machines[index].hourlyDisk = Array(repeating: 1e8, count: 168) }
        let reason = try #require(try moves(state).first?.reason)
        #expect(reason.contains("disk (highest hour) 20 % → 10 %") && !reason.contains("@"), "\(reason)")
    }

    @Test(arguments: [3, 6]) func `one bad day among seven moves nothing`(bad: Int) throws {
        let state = pool(days: 7) { day, _ in day == bad ? 2 : 0.5 }
        #expect(try moves(state).isEmpty)
        #expect(try Balancer.plan(state).before.overloaded.isEmpty)
    }

    @Test func `a first night that knows one day only goes by that day`() throws {
        #expect(try moves(pool(days: 1) { _, _ in 2 }).count == 1)
    }

    @Test func `an hour a day just above the ceiling is worth no move, a third of the day is`() throws {
        #expect(try moves(pool(days: 7, memoryMiB: 4096) { _, hour in hour == 9 ? 1.61 : 0.5 }).isEmpty)
        #expect(try moves(pool(days: 7) { _, hour in hour < 8 ? 1.9 : 0.5 }).count == 1)
    }

    // A day of last week says less of tomorrow than yesterday does.
    @Test func `the last days count most`() throws {
        let gone = pool(days: 7) { day, hour in day < 2 && hour < 6 ? 1.75 : 0.5 }
        let present = pool(days: 7) { day, hour in day >= 5 && hour < 6 ? 1.75 : 0.5 }
        #expect(try moves(gone).isEmpty)
        #expect(try moves(present).count == 1)
    }

    // What was moved last night and would be moved back tonight was moved for nothing, twice.
    @Test func `a VM that moved lately needs a better reason to move again`() throws {
        var state = pool(days: 7) { _, hour in hour == 9 ? 1.64 : 0.5 }
        var policy = BalancePolicy()
        policy.now = 40 * 86_400
        #expect(try moves(state, policy).count == 1)
        for index in state.machines.indices { state.machines[index].movedAt = 39 * 86_400 }
        #expect(try moves(state, policy).isEmpty)
    }

    @Test func `a large VM, or one that would stand still for long, needs a better reason than a small one`() throws {
        let hours: (Int, Int) -> Double = { _, hour in hour < 3 ? 1.62 : 0.5 }
        #expect(try moves(pool(days: 7, memoryMiB: 1024, hours)).count == 1)
        #expect(try moves(pool(days: 7, memoryMiB: 65_536, hours)).isEmpty)
        var writing = pool(days: 7, hours)
        for index in writing.machines.indices { writing.machines[index].dirtyBytesPerSecond = 1e9 }
        #expect(try moves(writing).isEmpty)
    }

    @Test func `what stays overloaded is told with its hours`() throws {
        var state = pool(days: 2) { _, _ in 2 }
        for index in state.machines.indices { state.machines[index].pinned = "passes a GPU through" }
        let stays = try Balancer.plan(state).stays.map(\.reason)
        #expect(stays.first == "a was overloaded in 48 of 48 hours on 2 of 2 days: none of its 2 loaded VMs can move")
        #expect(stays.contains("passes a GPU through"))
    }

    @Test func `hours that are not those of the days are refused`() throws {
        var state = pool(days: 2) { _, _ in 1 }
        state.days = 3
        #expect(throws: Failure.self) { try Balancer.plan(state) }
        state.days = 2_000_000_000
        #expect(throws: Failure.self) { try Balancer.plan(state) }
        state.days = -1
        #expect(throws: Failure.self) { try Balancer.plan(state) }
    }
}
