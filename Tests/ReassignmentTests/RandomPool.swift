import Reassignment
import TestSupport

/// Small pools with everything that can be asked of a placement; where the machines stand now is right.
enum RandomPool {
    static func pool(_ seed: UInt64, hosts hostCount: Int = 3, machines machineCount: Int = 5) -> WeighedPool {
        var random = SeededRandom(seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let resources = [
            WeighedPool.Resource(name: "cpu", weight: number(0...3)), .init(name: "memory", weight: number(1...3)),
            .init(name: "disk", isTransient: true, weight: number(0...2)),
        ]
        var machines = (0..<machineCount).map {
            WeighedPool.Machine(
                name: "vm\($0)", service: number(0...2) == 0 ? nil : "s\($0 % 3)", host: "",
                demand: [number(0...9), number(0...9), number(0...9)], moveCost: number(0...3))
        }
        var taken: Set<[String]> = []
        for at in machines.indices {
            let choice = (0..<hostCount).map { "h\($0)" }.shuffled(using: &random)
            let service = machines[at].service ?? "alone \(at)"
            machines[at].host = choice.first { !taken.contains([service, $0]) } ?? choice[0]
            taken.insert([service, machines[at].host])
        }
        let hosts = (0..<hostCount).map { at in
            let used = (0..<3).map { r in machines.filter { $0.host == "h\(at)" }.reduce(0) { $0 + $1.demand[r] } }
            let capacity = used.map { $0 + number(0...12) }
            return WeighedPool.Host(
                name: "h\(at)", location: "l\(at % 2)", neighborhood: "n\(number(0...1))", capacity: capacity,
                safe: capacity.map { number(0...$0) })
        }
        var pool = WeighedPool(
            resources: resources, hosts: hosts, services: (0..<3).map { .init(name: "s\($0)") }, machines: machines,
            balance: number(0...1) == 0
                ? [] : [.init(of: "cpu", to: "memory", target: number(0...2), weight: number(0...3))],
            weights: .init(machine: number(0...2), service: number(0...3), host: number(0...2)),
            hostMoveCosts: (0..<hostCount).map { from in (0..<hostCount).map { from == $0 ? 0 : number(0...4) } })
        addRules(&pool, &random)
        return pool
    }

    /// Rules that hold now.
    private static func addRules(_ pool: inout WeighedPool, _ random: inout SeededRandom) {
        for at in pool.services.indices {
            var stricter = pool
            stricter.services[at].spread = Int.random(in: 0...2, using: &random)
            stricter.services[at].dependsOn = ["s\(Int.random(in: 0...2, using: &random))"]
            if PlacementJudge(stricter).violations(pool.machines.map(\.host)).isEmpty { pool = stricter }
        }
    }

    /// The lowest price of all placements that break no rule.
    static func cheapest(_ pool: WeighedPool) -> Int? {
        let judge = PlacementJudge(pool)
        var places = [String](repeating: "", count: pool.machines.count)
        var best: Int?
        func descend(_ at: Int) {
            guard at < places.count else {
                if judge.violations(places).isEmpty { best = min(best ?? .max, judge.price(places).total) }
                return
            }
            for host in pool.hosts {
                places[at] = host.name
                descend(at + 1)
            }
        }
        descend(0)
        return best
    }
}
