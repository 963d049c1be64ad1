import Estate
import Testing

@testable import Reassignment

/// Other people's numbers come in all states; each must be refused with its place and reason, never counted wrongly.
@Suite struct `Pools with prices are read` {
    /// Two resources, the second transient; two machines; one service that is spread over both locations; two
    /// processes; one balance term.
    private static let model = """
        2
        0 10
        1 100
        2
        0 0 30 400 16 80 0 1
        0 1 10 240 8 160 1 0
        2
        2 0
        1 1 0
        2
        0 12 10 1000
        0 10 20 100
        1
        0 1 20
        10
        1 10 100
        """

    private func read(_ model: String = Self.model, _ assignment: String = "0 1\n") throws(Failure) -> WeighedPool {
        try ChallengeText.read(model: model, assignment: assignment, source: ("model.txt", "assignment.txt"))
    }

    @Test func `the challenge's texts say all that a pool can say`() throws {
        let pool = try read()
        #expect(pool.resources.map(\.isTransient) == [false, true])
        #expect(pool.hosts[1].capacity == [10, 240])
        #expect(pool.hosts[1].location == "1")
        #expect(pool.services[1].dependsOn == ["service 0"])
        #expect(pool.services[0].spread == 2)
        #expect(pool.machines.map(\.host) == ["machine 0", "machine 1"])
        #expect(pool.machines[0].moveCost == 1000)
        #expect(pool.balance.map(\.target) == [20])
        #expect([pool.weights.machine, pool.weights.service, pool.weights.host] == [1, 10, 100])
        #expect(pool.hostMoveCosts == [[0, 1], [1, 0]])
        // cpu 10·2 on b; the balance of a: 20·18 - 390 is met, of b: 20·0.
        #expect(PlacementJudge(pool).price(pool.machines.map(\.host)).total == 20)
        #expect(ChallengeText.assignment([1, 0]) == "1 0\n")
    }

    @Test(arguments: [
        ("2\n0 10", "it ends before transient"), ("2\n0 10\n1 -3", "a weight is no number"),
        ("2\n0 10\n1 1.5", "a weight is no whole number"), ("2\n0 10\n1 9999999999999999999", "no whole number"),
        ("2\n0 10\n1 99999999", "a weight is 99999999, not 0 to 1000000"),
        ("900000", "the number of resources is 900000"),
        (model + "\n7", "more follows"),
    ])
    func `a damaged model is refused with its line`(text: String, words: String) {
        let failure = #expect(throws: Failure.self) { try read(text) }
        #expect(failure?.because.contains(words) == true, "\(String(describing: failure))")
        #expect(failure?.subject.hasPrefix("model.txt, line ") == true)
        #expect(failure?.exit == .refused)
    }

    @Test(arguments: [("0", "it ends before the machine of process 1"), ("0 2", "is 2, not 0 to 1"), ("0 1 1", "more")])
    func `a damaged assignment is refused`(text: String, words: String) {
        let failure = #expect(throws: Failure.self) { try read(Self.model, text) }
        #expect(failure?.because.contains(words) == true)
    }

    private static let pool = WeighedPool(
        resources: [.init(name: "cpu")], hosts: [.init(name: "a", capacity: [10]), .init(name: "b", capacity: [10])],
        services: [.init(name: "s")], machines: [.init(name: "vm", host: "a", demand: [4])])

    struct Spoilt: Sendable {
        var words: String
        var spoil: @Sendable (inout WeighedPool) -> Void

        init(_ words: String, _ spoil: @escaping @Sendable (inout WeighedPool) -> Void) {
            (self.words, self.spoil) = (words, spoil)
        }

        static let all: [Spoilt] = [
            .init("the host x, which is not there") { $0.machines[0].host = "x" },
            .init("the service x, which is not there") { $0.machines[0].service = "x" },
            .init("the resource x, which is not there") { $0.balance = [.init(of: "cpu", to: "x", target: 1)] },
            .init("the service x, which is not there") { $0.services[0].dependsOn = ["x"] },
            .init("host a stands in it twice") { $0.hosts[1].name = "a" },
            .init("machine vm has 2 numbers for 1 resources") { $0.machines[0].demand = [4, 4] },
            .init("a number of machine vm is 9223372036854775807") { $0.machines[0].demand = [.max] },
            .init("a number of machine vm is -1") { $0.machines[0].demand = [-1] },
            .init("host a has 0 numbers for 1 resources") { $0.hosts[0].safe = [] },
            .init("a weight of moves is") { $0.weights.service = .max },
            .init("hosts is 0") { $0.hosts = [] },
            .init("hostMoveCosts has not one row") { $0.hostMoveCosts = [[0]] },
            .init("its format is p2v-cluster/3") { $0.format = "p2v-cluster/3" },
            .init("more than can be counted") { pool in
                pool.resources[0].weight = 1_000_000
                pool.machines = (0..<4000).map { .init(name: "\($0)", host: "a", demand: [1 << 29]) }
            },
        ]
    }

    @Test(arguments: Spoilt.all)
    func `what cannot be counted with is refused`(spoilt: Spoilt) async {
        var pool = Self.pool
        spoilt.spoil(&pool)
        let failure = await #expect(throws: Failure.self) {
            try await Reassignment.plan(pool, SearchEffort(.strides(1)))
        }
        #expect(failure?.because.contains(spoilt.words) == true, "\(String(describing: failure))")
        #expect(failure?.exit == .refused)
    }
}
