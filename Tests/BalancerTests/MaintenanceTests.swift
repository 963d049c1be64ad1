import Balancer
import Estate
import Testing

@Suite("Maintenance")
struct MaintenanceTests {
    private static func pool(_ sizes: [[Int]], memory: Int = 8192) -> BalanceState {
        var machines: [BalanceMachine] = []
        for (host, list) in sizes.enumerated() {
            for size in list {
                machines.append(
                    BalanceMachine(name: "v\(machines.count)", host: "h\(host)", vcpus: 1, memoryMiB: size))
            }
        }
        return BalanceState(
            hosts: sizes.indices.map { BalanceHost(name: "h\($0)", cores: 8, memoryMiB: memory) }, machines: machines)
    }

    // The operator pulls the power cord when p2v says that the host is empty.
    @Test func `every VM leaves an evacuated host and each step is proved`() throws {
        let state = Self.pool([[2048, 1024, 512], [1024], [1024]])
        let plan = try Balancer.evacuate(state, host: "h0")
        #expect(plan.moves.count == 3 && plan.stays.isEmpty)
        let after = state.applying(plan.moves)
        #expect(after.machines.allSatisfy { $0.host != "h0" })
        #expect(PlanChecker(try state.closing("h0")).violations(of: plan.moves).isEmpty)
    }

    // In a pool of two, the other host has nobody to take over from it either way: maintenance must still be possible.
    @Test func `a host of a pool of two can be emptied onto an empty one`() throws {
        let state = Self.pool([[2048, 1024], []])
        let plan = try Balancer.evacuate(state, host: "h0")
        #expect(plan.moves.count == 2 && plan.stays.isEmpty)
        #expect(PlanChecker(try state.closing("h0")).violations(of: plan.moves).isEmpty)
    }

    // What cannot move must be known before anything moves.
    @Test func `a VM that fits nowhere is named with what is missing`() throws {
        let state = Self.pool([[6000], [4000], [4500]])
        let plan = try Balancer.evacuate(state, host: "h0")
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.map(\.vm) == ["v0"])
        #expect(plan.stays.first?.reason.contains("the nearest lacks 1808 MiB") == true)
    }

    // VMs that belong together must not end on two hosts because one host was serviced.
    @Test func `VMs that belong together leave together`() throws {
        var state = Self.pool([[1024, 1024], [], [6000]])
        state.rules = [BalanceRule(name: "app", kind: .together, machines: ["v0", "v1"])]
        let plan = try Balancer.evacuate(state, host: "h0")
        #expect(plan.moves.map(\.to) == ["h1", "h1"])
        #expect(PlanChecker(try state.closing("h0")).violations(of: plan.moves).isEmpty)
    }

    // Two full hosts that swap cannot do so directly.
    @Test func `a cycle is broken through a host with room`() throws {
        let state = Self.pool([[6000], [6000], []])
        var policy = BalancePolicy()
        policy.keepSpare = false
        let plan = try Balancer.arrange(state, places: ["v0": "h1", "v1": "h0"], policy: policy)
        #expect(plan.stays.isEmpty)
        #expect(plan.moves.count == 3)
        #expect(state.applying(plan.moves).machines.map(\.host) == ["h1", "h0"])
        #expect(PlanChecker(state, policy: policy).violations(of: plan.moves).isEmpty)
    }

    // An impossible goal must be said to be one, not tried for ever.
    @Test func `a swap without any room is impossible and says what is missing`() throws {
        let state = Self.pool([[6000], [6000]])
        let plan = try Balancer.arrange(state, places: ["v0": "h1", "v1": "h0"])
        #expect(plan.moves.isEmpty)
        #expect(plan.stays.count == 2)
        #expect(plan.stays.first?.reason.contains("lacks 3808 MiB") == true)
    }

    // After a host loss the important VMs come first, and nothing is promised that does not fit.
    @Test func `a dead host's VMs restart by priority and the rest is told`() throws {
        var state = Self.pool([[4000, 4000, 3000], [4000], [4000]])
        state.machines[1].priority = 1
        let answer = try Balancer.recover(state, host: "h0")
        #expect(answer.restarts.map(\.vm) == ["v1", "v0"])
        #expect(Set(answer.restarts.map(\.to)) == ["h1", "h2"])
        #expect(answer.stays.map(\.vm) == ["v2"])
    }

    // A bar that shows too little kept is filled, and then the next loss is not survived.
    @Test func `what a host has to take in the worst loss of another one is kept on it`() throws {
        // The fullest that has room takes them: h1 what h0 has, h0 what h1 has, and nobody needs the empty one.
        #expect(try Balancer.spare(Self.pool([[3000, 1000], [2500], []])) == ["h1": 4000, "h0": 2500])
        for seed in 0..<200 {
            let state = RandomPool.any(seed)
            let answer = try Balancer.hostLosses(state, limit: 1)
            guard answer.survivable == 1 else { continue }
            let kept = try Balancer.spare(state)
            for lost in state.hosts where lost.state == .active {
                let need = state.machines.filter { $0.host == lost.name }.reduce(0) { $0 + $1.memoryMiB }
                let others = kept.filter { $0.key != lost.name }.values.reduce(0, +)
                #expect(others >= need, "seed \(seed): the loss of \(lost.name) needs \(need), \(others) are kept")
            }
        }
    }

    // "How many hosts can I lose?" is what the pool is sized by.
    @Test func `host losses are counted and the homeless named`() throws {
        let answer = try Balancer.hostLosses(Self.pool([[3000, 1000], [3000], [3000], [3000]]), limit: 4)
        #expect(answer.survivable == 2)
        #expect(answer.exhaustive)
        #expect(!answer.homeless.isEmpty && answer.worstHosts.count == 3)
    }

    // There is room for both name servers on the last host, but then one power supply ends all names.
    @Test func `a loss after which a rule cannot hold is not survived`() throws {
        var state = Self.pool([[1000], [1000]])
        #expect(try Balancer.hostLosses(state, limit: 1).survivable == 1)
        state.rules = [BalanceRule(name: "DNS pair", kind: .apart, machines: ["v0", "v1"])]
        let answer = try Balancer.hostLosses(state, limit: 1)
        #expect(answer.survivable == 0 && answer.homeless.count == 1)
    }
}
