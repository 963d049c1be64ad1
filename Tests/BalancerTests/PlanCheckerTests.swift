import Balancer
import Testing

@Suite("The checker, which trusts no solver")
struct PlanCheckerTests {
    private static let state = BalanceState(
        hosts: [
            BalanceHost(name: "a", cores: 4, memoryMiB: 8192), BalanceHost(name: "b", cores: 4, memoryMiB: 8192),
            BalanceHost(name: "c", cores: 4, memoryMiB: 8192, state: .maintenance),
        ],
        machines: [
            BalanceMachine(name: "v", host: "a", vcpus: 1, memoryMiB: 5000),
            BalanceMachine(name: "w", host: "b", vcpus: 1, memoryMiB: 4000),
            BalanceMachine(name: "x", host: "b", vcpus: 1, memoryMiB: 100),
        ],
        rules: [
            BalanceRule(name: "pair", kind: .apart, machines: ["v", "x"]),
            BalanceRule(name: "room", kind: .only, machines: ["w"], hosts: ["b"]),
        ])

    private static func move(_ vm: String, _ from: String, _ to: String) -> BalanceMove {
        BalanceMove(
            vm: vm, from: from, to: to, reason: "", cost: MoveCost(bytes: 0, seconds: 0, blackoutMilliseconds: 0))
    }

    // A checker that lets a wrong plan pass is worse than none: it is believed.
    @Test(arguments: [
        (move("v", "a", "b"), "4000"), (move("x", "b", "a"), "pair"), (move("w", "b", "a"), "room"),
        (move("v", "b", "a"), "is on a, not on b"), (move("v", "a", "c"), "maintenance"),
        (move("n", "a", "b"), "no VM n"),
        (move("v", "a", "z"), "no host z"),
    ])
    func `a wrong move is found`(move: BalanceMove, word: String) {
        let wrong = PlanChecker(Self.state).violations(of: [move])
        #expect(
            wrong.contains { $0.description.contains(word) || word == "4000" && $0.text.contains("free") }, "\(wrong)")
    }

    // Evening out free memory fragments it: then a dead host's largest VM fits nowhere.
    @Test func `a move that ends N+1 is found`() {
        let state = BalanceState(
            hosts: (0..<3).map { BalanceHost(name: "h\($0)", cores: 4, memoryMiB: 8192) },
            machines: [
                BalanceMachine(name: "large", host: "h0", vcpus: 1, memoryMiB: 7000),
                BalanceMachine(name: "p", host: "h1", vcpus: 1, memoryMiB: 2048),
                BalanceMachine(name: "q", host: "h1", vcpus: 1, memoryMiB: 2048),
                BalanceMachine(name: "r", host: "h1", vcpus: 1, memoryMiB: 2048),
            ])
        let wrong = PlanChecker(state).violations(of: [Self.move("p", "h1", "h2")])
        #expect(wrong.map(\.text) == ["the pool would no longer survive the loss of h0"])
        #expect(wrong.map(\.move) == [1])
    }
}
