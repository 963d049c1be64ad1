/// Replays a plan against a state and says everything that is wrong with it.
///
/// Shares no code with the solver: it keeps its own books (dictionaries by name) and proves N+1 its own way
/// (``LossProof``). Every plan is checked before it is shown, and again before it runs.
package struct PlanChecker: Sendable {
    /// What a plan may not do.
    package struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// The move, counted from 1; 0 for the plan as a whole.
        package var move: Int
        package var text: String

        package var description: String { move == 0 ? text : "move \(move): \(text)" }
    }

    let state: BalanceState
    private let policy: BalancePolicy

    package init(_ state: BalanceState, policy: BalancePolicy = BalancePolicy()) {
        self.state = state
        self.policy = policy
    }

    /// - Returns: nothing for a plan whose every prefix is feasible.
    package func violations(of moves: [BalanceMove]) -> [Violation] {
        var books = Books(state)
        let rules = RuleBook(state)
        var found: [Violation] = []
        var proof = policy.keepSpare ? LossProof(books, rules) : nil
        for (index, move) in moves.enumerated() {
            let wrong = faults(move, books, rules)
            found += wrong.map { Violation(move: index + 1, text: $0) }
            guard books.place[move.vm] != nil, books.hosts[move.to] != nil else { continue }
            books.move(move.vm, to: move.to)
            let broken = rules.broken(by: move.vm, books, allowSplit: isInsideGroup(moves, index, rules))
            found += broken.map { Violation(move: index + 1, text: $0) }
            if let lost = proof?.lossAfter(move, books) {
                found.append(Violation(move: index + 1, text: "the pool would no longer survive the loss of \(lost)"))
            }
        }
        return found
    }

    private func faults(_ move: BalanceMove, _ books: Books, _ rules: RuleBook) -> [String] {
        guard let place = books.place[move.vm], let vm = books.machines[move.vm] else {
            return ["there is no VM \(move.vm)"]
        }
        guard let target = books.hosts[move.to] else { return ["there is no host \(move.to)"] }
        var wrong: [String] = []
        if place != move.from { wrong.append("\(move.vm) is on \(place), not on \(move.from)") }
        if move.to == place { wrong.append("\(move.vm) is on \(place) already") }
        if target.state != .active { wrong.append("\(move.to) is in state \(target.state.rawValue)") }
        if books.hosts[place]?.state == .lost { wrong.append("\(place) does not answer") }
        if books.free[move.to, default: 0] < vm.memoryMiB {
            wrong.append("\(move.to) has \(books.free[move.to, default: 0]) MiB free, \(move.vm) needs \(vm.memoryMiB)")
        }
        if let ratio = target.vcpuRatioLimit, Double(books.vcpus[move.to, default: 0] + vm.vcpus) > ratio * target.cores
        {
            wrong.append("\(move.to) would pass its vCPU limit")
        }
        if let pinned = vm.pinned { wrong.append("\(move.vm) is pinned: \(pinned)") }
        return wrong + recency(vm, move)
    }

    private func recency(_ vm: BalanceMachine, _ move: BalanceMove) -> [String] {
        guard let now = policy.now, let at = vm.movedAt else { return [] }
        let age = now < at ? 0 : now - at
        var wrong: [String] = []
        if age < policy.coolDown { wrong.append("\(vm.name) moved \(Int(age)) s ago") }
        if age < policy.noReturn, vm.movedFrom == move.to { wrong.append("\(vm.name) would go back to \(move.to)") }
        return wrong
    }

    /// VMs that belong together are moved one after another; between these moves they may be apart.
    private func isInsideGroup(_ moves: [BalanceMove], _ index: Int, _ rules: RuleBook) -> Bool {
        guard index + 1 < moves.count else { return false }
        return rules.areTogether(moves[index].vm, moves[index + 1].vm)
    }
}
