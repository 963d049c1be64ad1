/// Which moves may start now: in the plan's order, as many at once as limits, memory and N+1 permit. The next starts as
/// one ends.
///
/// A VM under way counts on both hosts, in memory and in the proof that a host loss is survived, so that it does not
/// matter in which order parallel moves end.
package struct MoveSchedule: Sendable {
    private enum Status: Sendable { case waiting, underWay, done, dropped }

    package let moves: [BalanceMove]
    private let limits: MoveLimits
    private let rules: RuleBook
    private let critical: Set<String>
    private let keepSpare: Bool
    private var status: [Status]
    private var books: Books

    package init(_ moves: [BalanceMove], state: BalanceState, policy: BalancePolicy, limits: MoveLimits = MoveLimits())
    {
        self.moves = moves
        self.limits = limits
        keepSpare = policy.keepSpare
        rules = RuleBook(state)
        books = Books(state)
        critical = keepSpare ? LossProof(books, rules).critical : []
        status = Array(repeating: .waiting, count: moves.count)
    }

    /// Indices of moves to start now; they count as under way from here on.
    package mutating func next() -> [Int] {
        var started: [Int] = []
        while let index = status.firstIndex(where: { $0 == .waiting }), mayStart(moves[index]) {
            books.reserve(moves[index].vm, on: moves[index].to)
            status[index] = .underWay
            started.append(index)
        }
        return started
    }

    package mutating func finish(_ index: Int) {
        status[index] = .done
        books.remove(moves[index].vm, on: moves[index].from)
        books.place[moves[index].vm] = moves[index].to
    }

    /// The VM stayed where it was. Its later moves, and all that touch a host in `quarantine`, are dropped.
    package mutating func fail(_ index: Int, quarantine: Set<String>) {
        status[index] = .dropped
        books.remove(moves[index].vm, on: moves[index].to)
        for other in moves.indices where status[other] == .waiting {
            let move = moves[other]
            if move.vm == moves[index].vm || quarantine.contains(move.to) { status[other] = .dropped }
        }
    }

    /// Moves that never started.
    package var left: [Int] { moves.indices.filter { status[$0] == .waiting || status[$0] == .dropped } }

    /// Moves under way.
    package var running: [Int] { moves.indices.filter { status[$0] == .underWay } }

    private func mayStart(_ move: BalanceMove) -> Bool {
        let under = running.map { moves[$0] }
        if under.isEmpty { return books.place[move.vm] == move.from && hasRoom(move) }
        guard under.count < limits.total, !under.contains(where: { $0.vm == move.vm }), hasRoom(move) else {
            return false
        }
        for host in [move.from, move.to] {
            guard under.count(where: { $0.from == host || $0.to == host }) < limits.perHost else { return false }
        }
        guard keepSpare else { return true }
        var then = books
        then.reserve(move.vm, on: move.to)
        return LossProof(then, rules).critical.isSubset(of: critical)
    }

    private func hasRoom(_ move: BalanceMove) -> Bool {
        books.free[move.to, default: 0] >= books.machines[move.vm]?.memoryMiB ?? .max
    }
}
