import Estate
import Planner
import TestSupport
import Testing

@testable import Operations

/// If these fail, somebody's office gets a plan that breaks its own promise, or is told that nothing fits when it does.
/// Ten thousand offices with `P2V_THOROUGH=1`; some of them with `P2V_SEEDS=FIRST-LAST`.
@Suite struct `Random inventories` {
    private struct Tally {
        var planned = 0
        var refused = 0
        var compared = 0
        var moreHosts = 0
        var searched = 0
        var scheduled = 0
    }

    @Test func `no plan fails its checker, and what is refused fits in no way`() async throws {
        var tally = Tally()
        for seed in Rounds.seeds(20, thorough: 10_000) {
            if seed % 500 == 0 { print("\(seed) offices: \(tally)") }
            var inventory = RandomInventory(seed: seed)
            let request = try inventory.request()
            do {
                var plan = try await PlanMaker.plan(request, solver: PackingSolver(timeLimit: 1, seed: 1))
                tally.planned += 1
                if seed % 3 == 0, schedule(&plan, inventory.schedule(), seed) { tally.scheduled += 1 }
                var facts = PlanFacts(request, plan)
                facts.clock = { _ in RandomInventory.zone }
                let findings = facts.broken(plan)
                #expect(findings == [], "seed \(seed)")
                if seed % 4 == 0 { await compare(plan, request, seed, &tally) }
            } catch {
                #expect(error.exit == .refused, "seed \(seed): \(error.because)")
                tally.refused += 1
                if let every = await EveryPlacement(request) {
                    tally.searched += 1
                    #expect(every.fewest() == nil, "seed \(seed): \(error.because)")
                }
            }
        }
        print("offices: \(tally)")
        #expect(tally.planned > 5 && tally.refused > 0)
    }

    /// - Returns: the plan has waves.
    private func schedule(_ plan: inout Plan, _ policy: SchedulePolicy, _ seed: UInt64) -> Bool {
        do throws(Failure) {
            (plan.waves, plan.calendar) = (try Schedule.waves(of: plan, policy: policy), policy.calendar)
            return true
        } catch {
            #expect(error.exit == .refused, "seed \(seed): \(error.because)")
            return false
        }
    }

    /// The checker's own search knows the fewest hosts.
    private func compare(_ plan: Plan, _ request: PlanRequest, _ seed: UInt64, _ tally: inout Tally) async {
        guard let every = await EveryPlacement(request) else { return }
        let fewest = every.fewest()
        tally.compared += 1
        #expect(fewest != nil, "seed \(seed)")
        #expect(plan.hostsLowerBound <= fewest ?? 0, "seed \(seed)")
        if plan.hostsUsed > fewest ?? 0 { tally.moreHosts += 1 }
        if plan.policy.survive == 0 { #expect(plan.hostsUsed == fewest, "seed \(seed)") }
    }
}
