import Reassignment
import Testing

/// The judge is what a plan is believed for: it must name each rule that is broken, and count as the text says.
@Suite struct `The judge of placements` {
    private static let pool = WeighedPool(
        resources: [.init(name: "cpu", weight: 10), .init(name: "disk", isTransient: true, weight: 100)],
        hosts: [
            .init(name: "a", location: "room 1", neighborhood: "north", capacity: [30, 400], safe: [16, 80]),
            .init(name: "b", location: "room 2", neighborhood: "north", capacity: [10, 240], safe: [8, 160]),
            .init(name: "c", location: "room 2", neighborhood: "south", capacity: [15, 100], safe: [12, 80]),
        ],
        services: [.init(name: "web", spread: 2), .init(name: "shop", dependsOn: ["web"])],
        machines: [
            .init(name: "web1", service: "web", host: "a", demand: [12, 10], moveCost: 1000),
            .init(name: "web2", service: "web", host: "b", demand: [10, 20], moveCost: 100),
            .init(name: "shop1", service: "shop", host: "a", demand: [6, 200], moveCost: 1),
        ],
        balance: [.init(of: "cpu", to: "disk", target: 20, weight: 10)],
        weights: .init(machine: 1, service: 10, host: 100),
        hostMoveCosts: [[0, 1, 4], [1, 0, 3], [4, 3, 0]])

    private let judge = PlacementJudge(pool)

    @Test func `each kind of cost is counted with its weight`() {
        // a: cpu 18 of 16 safe, disk 210 of 80: 10·2 + 100·130. b: cpu 10 of 8: 10·2.
        var price = judge.price(["a", "b", "a"])
        #expect(price.load == 20 + 13_000 + 20)
        // a: 20·12 - 190 are missing. c: 20·15 - 100.
        #expect(price.balance == 10 * 50 + 10 * 200)
        #expect(price.machineMoves + price.serviceMoves + price.hostMoves + price.moves == 0)
        price = judge.price(["b", "c", "a"])
        #expect(price.machineMoves == 1100)
        #expect(price.serviceMoves == 20)
        #expect(price.hostMoves == 100 * (1 + 3))
        #expect(price.moves == 2)
    }

    @Test(arguments: [
        (["b", "b", "a"], "two machines of web share a host"), (["a", "b", "c"], "shop runs where no web is near"),
        (["b", "c", "a"], "b would need 12 of cpu, and has 10"), (["b", "c", "b"], "web is in 1 locations, not 2"),
        (["a", "b", "x"], "no host is named x"), (["a", "b"], "2 places for 3"),
        // The disk of shop1 stays on a until it has moved.
        (["a", "c", "b"], ""),
    ])
    func `each broken rule is named`(places: [String], words: String) {
        let violations = judge.violations(places)
        #expect(words.isEmpty ? violations == [] : violations.contains(words), "\(violations)")
    }

    @Test func `what is transient counts on both hosts`() {
        var pool = Self.pool
        pool.hosts[0].capacity[1] = 210
        pool.hosts[1].capacity[0] = 30
        pool.machines[1].demand[0] = 1
        let violations = PlacementJudge(pool).violations(["a", "a", "b"])
        #expect(violations.contains("a would need 230 of disk, and has 210"))
    }
}
