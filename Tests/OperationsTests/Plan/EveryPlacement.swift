import Checker
import Estate
import Planner

@testable import Operations

/// All ways to place the servers of a small request, each judged by the checker: slow, plain, and written apart from the
/// planner's search.
struct EveryPlacement {
    private let facts: PlanFacts
    private let plan: Plan
    private let hosts: [String]

    /// Ways that are worth the time.
    static let most = 260.0

    /// - Returns: nil where there are too many ways, or no server is to move.
    init?(_ request: PlanRequest) async {
        let hosts = request.hosts.filter { !$0.inMaintenance }.map(\.name)
        guard let sized = await Self.sized(request) else { return nil }
        let ways = Double(max(1, hosts.count)).power(sized.servers.count)
        guard ways <= Self.most else { return nil }
        (self.hosts, plan, facts) = (hosts, sized, PlanFacts(request, sized))
    }

    /// The fewest hosts of all ways that the checker has nothing against; nil: there is none.
    func fewest() -> Int? {
        guard !hosts.isEmpty, storageFits() else { return nil }
        var best: Int?
        Self.choose(plan.servers.count, of: hosts.count) { chosen in
            let used = Set(chosen).count
            guard used < best ?? .max else { return }
            var way = plan
            for at in chosen.indices { way.servers[at].host = hosts[chosen[at]] }
            (way.hostsUsed, way.hostsLowerBound) = (used, 1)
            let findings = PlanCheck.findings(plan: way, hosts: facts.hosts, demands: facts.demands)
            if findings.isEmpty { best = used }
        }
        return best
    }

    /// SRs and hosts have nothing to do with each other.
    private func storageFits() -> Bool {
        let names = facts.storage.map(\.name)
        var found = false
        Self.choose(plan.servers.count, of: names.count) { chosen in
            guard !found else { return }
            var way = plan
            way.rules = Rules()
            way.policy.survive = 0
            for at in chosen.indices { way.servers[at].storage = names[chosen[at]] }
            let findings = PlanCheck.findings(
                plan: way, hosts: Self.giants(facts.hosts), demands: facts.demands, storage: facts.storage)
            found = findings.isEmpty
        }
        return found
    }

    private static func choose(_ places: Int, of count: Int, _ judge: ([Int]) -> Void) {
        var chosen = [Int](repeating: 0, count: places)
        while true {
            judge(chosen)
            var at = 0
            while at < places, chosen[at] == count - 1 { (chosen[at], at) = (0, at + 1) }
            guard at < places else { return }
            chosen[at] += 1
        }
    }

    /// The servers with their sizes: from a plan on hosts and SRs where everything fits.
    private static func sized(_ request: PlanRequest) async -> Plan? {
        var easy = request
        easy.hosts = giants(request.hosts)
        easy.rules = Rules(leaveOut: request.rules.leaveOut)
        easy.policy.survive = 0
        for at in easy.pool.storage.indices {
            (easy.pool.storage[at].freeGiB, easy.pool.storage[at].rates) = (nil, nil)
        }
        guard var plan = try? await PlanMaker.plan(easy, solver: PackingSolver(timeLimit: 1, seed: 1)) else {
            return nil
        }
        (plan.rules, plan.policy) = (request.rules, request.policy)
        for at in plan.servers.indices { plan.servers[at].storage = request.pool.storage[0].name }
        return plan
    }

    private static func giants(_ hosts: [Host]) -> [Host] {
        hosts.map { host in
            var host = host
            (host.cpus, host.memoryBytes, host.freeMemoryBytes) = (4096, 1 << 44, 1 << 44)
            (host.rates, host.inMaintenance) = (nil, false)
            return host
        }
    }
}

extension Double {
    fileprivate func power(_ count: Int) -> Double { (0..<count).reduce(1.0) { sum, _ in sum * self } }
}
