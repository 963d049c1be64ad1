import Estate
import TestSupport
import Testing

@testable import Balancer

@Suite("What holds for every pool")
struct PropertyTests {
    static let goals: [BalancePolicy.Goal] = [.relieve, .balance, .spread, .consolidate, .ganeti]

    // An operator who lets the job run every night loses trust in the first plan that breaks a rule or never ends. Ten
    // thousand pools with P2V_THOROUGH=1.
    @Test(arguments: goals)
    func `thousands of random pools get plans that the checker accepts, that conserve resources and that end`(
        goal: BalancePolicy.Goal
    ) throws {
        let policy = BalancePolicy(goal: goal)
        for seed in 0..<Rounds.count(400, thorough: 2000) {
            let state = RandomPool.any(seed)
            let plan = try Balancer.plan(state, policy: policy)
            let wrong = PlanChecker(state, policy: policy).violations(of: plan.moves)
            #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
            let after = state.applying(plan.moves)
            #expect(after.machines.map(\.memoryMiB) == state.machines.map(\.memoryMiB))
            #expect(plan.after.overload <= plan.before.overload + 1e-9, "seed \(seed)")
            let again = try Balancer.plan(after, policy: policy)
            #expect(again.moves.isEmpty, "seed \(seed): \(again.moves)")
            #expect(try Balancer.plan(state, policy: policy) == plan, "seed \(seed) is not deterministic")
        }
    }

    // Each night plans what the last one left; plans that chase each other would move VMs for ever.
    @Test(arguments: [BalancePolicy.Goal.relieve, .balance, .spread])
    func `plans by past days keep all rules, take overload away and come to an end`(
        goal: BalancePolicy.Goal
    ) throws {
        let policy = BalancePolicy(goal: goal)
        for seed in 0..<Rounds.count(60, thorough: 2000) {
            let state = RandomPool.withDays(seed)
            let plan = try Balancer.plan(state, policy: policy)
            let wrong = PlanChecker(state, policy: policy).violations(of: plan.moves)
            #expect(wrong.isEmpty, "seed \(seed): \(wrong)")
            let after = state.applying(plan.moves)
            let (before, then) = (Arena(state, policy), Arena(after, policy))
            let hosts = before.hostNames.indices.filter { before.active[$0] }
            let (old, new) = (
                hosts.reduce(0) { $0 + before.excess($1) }, hosts.reduce(0) { $0 + then.excess($1) }
            )
            #expect(new <= old + 1e-6, "seed \(seed)")
            #expect(try Balancer.plan(after, policy: policy).moves.isEmpty, "seed \(seed)")
        }
    }

    // A pool that could lose a host before the night must be able to after it.
    @Test(arguments: [BalancePolicy.Goal.spread, .ganeti])
    func `three hundred tight clusters that survive a host loss survive it after every single move`(
        goal: BalancePolicy.Goal
    ) throws {
        let policy = BalancePolicy(goal: goal)
        var safe = 0
        var moves = 0
        for seed in 0..<300 {
            let state = RandomPool.tight(seed)
            guard Exhaustive.survivesEveryLoss(state) else { continue }
            safe += 1
            let plan = try Balancer.plan(state, policy: policy)
            moves += plan.moves.count
            #expect(
                plan.before.survivesHostLoss == .known(true),
                "seed \(seed): the engine must see what exhaustive search sees")
            for count in 0...plan.moves.count {
                let then = state.applying(Array(plan.moves.prefix(count)))
                #expect(Exhaustive.survivesEveryLoss(then), "seed \(seed) after move \(count)")
            }
        }
        #expect(safe > 20, "too few safe clusters to say anything")
        #expect(moves > 0)
    }
}
