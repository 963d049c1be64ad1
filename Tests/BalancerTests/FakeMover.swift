import Balancer
import Estate

/// Moves VMs in memory; fails where it is told to.
actor FakeMover: Mover {
    private(set) var state: BalanceState
    private(set) var highestParallel = 0
    private var running = 0
    private let failing: Set<String>

    init(_ state: BalanceState, failing: Set<String> = []) {
        self.state = state
        self.failing = failing
    }

    func move(_ move: BalanceMove) async throws -> String {
        running += 1
        highestParallel = max(highestParallel, running)
        defer { running -= 1 }
        for _ in 0..<3 { await Task.yield() }
        try Task.checkCancellation()
        if failing.contains(move.vm) {
            throw Failure("move", on: move.vm, because: "told to fail", next: "nothing")
        }
        state = state.applying([move])
        return "moved"
    }
}
