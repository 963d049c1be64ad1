import Balancer
import Estate
import Testing

/// A server that is to be replaced by a VM of 48 GiB waits for weeks while each host has 30 GiB free.
@Suite struct `VMs that wait for room to start` {
    private func state(_ sizes: [[Int]], waiting: [BalanceWaiting]) -> BalanceState {
        var state = BalanceState(
            hosts: sizes.indices.map { BalanceHost(name: "h\($0)", cores: 8, memoryMiB: 8192) }, machines: [])
        for (host, list) in sizes.enumerated() {
            for size in list {
                state.machines.append(
                    BalanceMachine(name: "v\(state.machines.count)", host: "h\(host)", vcpus: 1, memoryMiB: size))
            }
        }
        state.waiting = waiting
        return state
    }

    private func plan(_ state: BalanceState, keepSpare: Bool = false) throws -> BalancePlan {
        var policy = BalancePolicy()
        policy.keepSpare = keepSpare
        let plan = try Balancer.plan(state, policy: policy)
        let checker = PlanChecker(state, policy: policy)
        #expect(checker.violations(of: plan.moves).isEmpty)
        #expect(checker.violations(ofRooms: plan.rooms ?? [], after: plan.moves).isEmpty)
        return plan
    }

    @Test func `start at once where a host has room, and nothing moves for them`() throws {
        let plan = try plan(state([[4096], [1024]], waiting: [.init(name: "w", vcpus: 2, memoryMiB: 6000)]))
        #expect(plan.moves.isEmpty && plan.rooms?.map(\.host) == ["h1"])
    }

    @Test func `get room by one move of the smallest VM that is enough`() throws {
        let sizes = [[4096, 2048, 1024], [4096, 512], [3072, 3072]]
        let plan = try plan(state(sizes, waiting: [.init(name: "w", vcpus: 1, memoryMiB: 4000)]))
        #expect(plan.moves.count == 1 && plan.rooms?.count == 1, "\(plan.moves)")
        #expect(plan.moves.first?.vm == "v4", "512 MiB are enough, and the least to move")
    }

    @Test func `are named with what is missing where no moves make room, and those before them keep theirs`() throws {
        let waiting = [
            BalanceWaiting(name: "late", vcpus: 1, memoryMiB: 3000, priority: 200),
            BalanceWaiting(name: "first", vcpus: 1, memoryMiB: 3000, priority: 1),
        ]
        let plan = try plan(state([[5000], [6000]], waiting: waiting))
        #expect(plan.rooms?.map(\.vm) == ["first"])
        #expect(
            plan.stays.first?.vm == "late" && plan.stays.first?.reason.contains("MiB free") == true, "\(plan.stays)")
    }

    @Test func `start only on the hosts that may run them, and not at the price of the loss of a host`() throws {
        let one = BalanceWaiting(name: "w", vcpus: 1, memoryMiB: 3000, hosts: ["h0"])
        let only = try plan(state([[5000], [100]], waiting: [one]))
        #expect(only.rooms?.map(\.host) == ["h0"])
        // Each of two hosts of 8 GiB could take the other's VM: with the one that waits, neither could.
        let spared = try plan(
            state([[4000], [4000]], waiting: [.init(name: "w", vcpus: 1, memoryMiB: 4150)]), keepSpare: true)
        #expect(spared.rooms == nil && spared.stays.first?.reason.contains("N+1") == true, "\(spared)")
    }

    @Test func `are refused where their name is taken or their size is absurd`() {
        for wrong in [
            BalanceWaiting(name: "v0", vcpus: 1, memoryMiB: 1), BalanceWaiting(name: "w", vcpus: 1, memoryMiB: -1),
        ] {
            #expect(throws: Failure.self) { try Balancer.plan(state([[1]], waiting: [wrong])) }
        }
    }
}
