import Balancer
import Estate
import Testing

@Suite("Overload first")
struct ReliefTests {
    /// Two hosts of 4 cores; `a` carries the given loads.
    static func pool(_ loads: [Double], memory: Int = 1024, rules: [BalanceRule] = []) -> BalanceState {
        BalanceState(
            hosts: [
                BalanceHost(name: "a", cores: 4, memoryMiB: 16_384),
                BalanceHost(name: "b", cores: 4, memoryMiB: 16_384),
            ],
            machines: loads.enumerated().map {
                BalanceMachine(
                    name: "v\($0)", host: "a", vcpus: 2, memoryMiB: memory, load: BalanceLoad(cores: $1))
            }, rules: rules)
    }

    // The plain promise: a host at 100 % is relieved, by no more moves than needed, with the numbers said.
    @Test func `an overloaded host is relieved by one move when one suffices`() throws {
        let plan = try Balancer.plan(Self.pool([2, 1, 1]))
        #expect(plan.moves.count == 1)
        let move = try #require(plan.moves.first)
        #expect(move.from == "a" && move.to == "b")
        #expect(move.reason.contains("a CPU 100 % → 50 %"))
        #expect(move.reason.contains("b CPU 0 % → 50 %"))
        #expect(plan.before.overloaded == ["a"])
        #expect(plan.after.overloaded.isEmpty)
    }

    // A pool that is fine must be left alone: each move is a risk to a service.
    @Test func `a pool below the ceiling and the tolerance is left alone`() throws {
        #expect(try Balancer.plan(Self.pool([0.5, 0.5])).moves.isEmpty)
    }

    // Without this an operator sees an overloaded host and no word why nothing happens.
    @Test func `a pinned VM stays and the plan says why`() throws {
        var state = Self.pool([4])
        state.machines[0].pinned = "passes a GPU through"
        let plan = try Balancer.plan(state)
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.contains { $0.vm == "v0" && $0.reason == "passes a GPU through" })
    }

    // Both servers of a redundant pair on one host is the outage that consolidation must not cause.
    @Test func `VMs that must be apart are not brought together`() throws {
        var state = Self.pool([2, 2], rules: [BalanceRule(name: "pair", kind: .apart, machines: ["v0", "v1", "v2"])])
        state.machines[1].host = "b"
        state.machines.append(
            BalanceMachine(
                name: "busy", host: "a", vcpus: 2, memoryMiB: 512, load: BalanceLoad(cores: 1.9), pinned: "p"))
        let plan = try Balancer.plan(state)
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.contains { $0.vm == "v0" && $0.reason.contains("must be apart") })
    }

    // A VM that has just been moved would be moved again each night, and each time its users notice.
    @Test func `a VM that moved within the cool-down stays`() throws {
        var state = Self.pool([4])
        state.machines[0].movedAt = 1000
        var policy = BalancePolicy()
        policy.now = 1600
        let plan = try Balancer.plan(state, policy: policy)
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.contains { $0.reason.contains("moved 600 s ago") })
    }

    // A night's work is limited so that it ends before the morning.
    @Test func `the budget limits the moves`() throws {
        var policy = BalancePolicy(goal: .spread)
        policy.budget.moves = 1
        #expect(try Balancer.plan(Self.pool([2, 2, 2, 2]), policy: policy).moves.count == 1)
    }

    // When no single move helps, making room first does.
    @Test func `room is made by moving another VM first`() throws {
        let state = BalanceState(
            hosts: ["a", "b", "c"].map { BalanceHost(name: $0, cores: 8, memoryMiB: 8192) },
            machines: [
                BalanceMachine(name: "big", host: "a", vcpus: 8, memoryMiB: 6144, load: BalanceLoad(cores: 4)),
                BalanceMachine(
                    name: "fixed", host: "a", vcpus: 8, memoryMiB: 1024, load: BalanceLoad(cores: 4), pinned: "p"),
                BalanceMachine(name: "small", host: "b", vcpus: 1, memoryMiB: 3072),
                BalanceMachine(name: "full", host: "c", vcpus: 1, memoryMiB: 4096, pinned: "p"),
            ])
        var policy = BalancePolicy(goal: .relieve)
        policy.keepSpare = false
        let plan = try Balancer.plan(state, policy: policy)
        #expect(plan.moves.map(\.vm) == ["small", "big"])
        #expect(PlanChecker(state, policy: policy).violations(of: plan.moves).isEmpty)
    }

    // The job must not start on a policy that cannot hold; the operator needs both lines.
    @Test func `two rules that contradict each other are both named`() {
        let rules = [
            BalanceRule(name: "one", kind: .apart, machines: ["v0", "v1"], line: 3),
            BalanceRule(name: "two", kind: .together, machines: ["v1", "v0"], line: 7),
        ]
        #expect {
            try Balancer.plan(Self.pool([1, 1], rules: rules))
        } throws: { error in
            "\(error)".contains("line 3") && "\(error)".contains("line 7") && (error as? Failure)?.exit == .refused
        }
    }
}
