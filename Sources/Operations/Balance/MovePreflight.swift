package import Balancer
internal import Estate
package import LiveMigration
package import Pool

/// Asks before the first move of a plan what would refuse any of its moves, and plans around what is refused: a night
/// or an evacuation must not stop half way at a move that `p2v migrate` would have refused at once.
package struct MovePreflight {
    /// Plans at most: each one rules at least one move out.
    private static let rounds = 64
    /// Concerns about the host that the VM would go to; all others hold the VM where it is.
    private static let aboutDestination: Set<String> = [
        "migrate-hardware", "migrate-network", "migrate-name-taken", "migrate-dead-host", "migrate-refused",
        "migrate-firmware",
    ]

    private let migration: LiveMigration
    private let features: Features
    /// By VM and destination: what was found, nil for nothing.
    private var asked: [Question: Refusal?] = [:]

    private struct Question: Hashable {
        var vm: String
        var to: String
    }

    private struct Refusal {
        var reason: String
        var isAboutDestination: Bool
    }

    package init(_ migration: LiveMigration, _ features: Features) {
        self.migration = migration
        self.features = features
    }

    /// - Parameter make: plans from a state; asked again with what was refused pinned or ruled out.
    /// - Returns: a plan of moves that nothing refuses now, and the state that it was made from.
    package mutating func plan(
        _ state: BalanceState, _ make: (BalanceState) throws -> BalancePlan
    ) async throws -> (BalancePlan, BalanceState) {
        var state = state
        for _ in 0..<Self.rounds {
            let plan = try make(state)
            let refused = try await refusals(plan.moves)
            if refused.isEmpty { return (plan, state) }
            for (move, refusal) in refused { Self.ruleOut(move, refusal, &state) }
        }
        throw Failure(
            "plan moves", on: "the pool", because: "too many moves are refused by the hosts",
            next: "see p2v migrate --dry-run for one of them", exit: .refused)
    }

    /// Asks for a plan that may not be changed.
    ///
    /// - Throws: ``Failure`` (refused) that names each move which cannot be made.
    package mutating func check(_ plan: BalancePlan) async throws {
        let refused = try await refusals(plan.moves)
        guard refused.isEmpty else {
            throw Failure(
                "make the plan's moves", on: refused.map(\.0.vm).joined(separator: ", "),
                because: refused.map(\.1.reason).joined(separator: "; "), next: "nothing was moved; make a new plan",
                exit: .refused)
        }
    }

    private mutating func refusals(_ moves: [BalanceMove]) async throws -> [(BalanceMove, Refusal)] {
        var refused: [(BalanceMove, Refusal)] = []
        for move in moves {
            let question = Question(vm: move.vm, to: move.to)
            if asked[question] == nil { asked[question] = .some(try await refusal(of: move)) }
            if let refusal = asked[question] ?? nil { refused.append((move, refusal)) }
        }
        return refused
    }

    private func refusal(of move: BalanceMove) async throws -> Refusal? {
        do {
            var order = DrivenMover.order(move, features)
            order.from = nil
            guard let worst = try await migration.obstacles(to: order).first else { return nil }
            return Refusal(
                reason: "\(move.vm) to \(move.to): \(worst.seen)",
                isAboutDestination: Self.aboutDestination.contains(worst.id))
        } catch let failure as Failure {
            try Task.checkCancellation()
            return Refusal(
                reason: "\(move.vm) to \(move.to) could not be checked: \(failure.because)", isAboutDestination: false)
        }
    }

    /// A rule of the operator's about the VM may leave no host beside the one that is ruled out: then it stays.
    private static func ruleOut(_ move: BalanceMove, _ refusal: Refusal, _ state: inout BalanceState) {
        let isFenced = state.rules.contains {
            ($0.kind == .only || $0.kind == .banned) && $0.machines.contains(move.vm)
                && !$0.name.hasPrefix(Self.prefix)
        }
        if refusal.isAboutDestination, !isFenced {
            state.rules.append(
                BalanceRule(
                    name: Self.prefix + refusal.reason, kind: .banned, machines: [move.vm], hosts: [move.to]))
        } else if let index = state.machines.firstIndex(where: { $0.name == move.vm }) {
            state.machines[index].pinned = refusal.reason
        }
    }

    private static let prefix = "the hosts refuse "
}
