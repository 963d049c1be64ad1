extension Search {
    func plan(of state: BalanceState) -> BalancePlan {
        var before = start
        var after = arena
        let waiting = unroomed.map { BalanceStay(vm: $0.vm, host: "no host", reason: $0.reason) }
        var plan = BalancePlan(
            goal: policy.goal, moves: steps.map(move), stays: stays.map(stay) + waiting,
            before: before.score(of: state), after: after.score(of: state), gaps: state.gaps)
        plan.rooms = rooms.isEmpty ? nil : rooms
        return plan
    }

    private func move(_ step: Step) -> BalanceMove {
        BalanceMove(
            vm: arena.machineNames[step.vm], from: arena.hostNames[step.from], to: arena.hostNames[step.to],
            reason: reason(step), cost: arena.cost[step.vm])
    }

    private func stay(_ stay: (vm: Int?, host: Int, reason: String)) -> BalanceStay {
        BalanceStay(
            vm: stay.vm.map { arena.machineNames[$0] } ?? "", host: arena.hostNames[stay.host], reason: stay.reason)
    }

    /// `h3 CPU 92 % → 71 %, memory 60 % → 52 %; h7 CPU 35 % → 56 %, memory 40 % → 48 %`
    private func reason(_ step: Step) -> String {
        let source = changes(step.sourceBefore, step.sourceAfter)
        let target = changes(step.targetBefore, step.targetAfter)
        return "\(arena.hostNames[step.from]) \(source); \(arena.hostNames[step.to]) \(target)"
    }

    private func changes(_ before: [Double], _ after: [Double]) -> String {
        resources.map { name, range in
            let old = range.map { before[$0] }.max() ?? 0
            let new = range.map { after[$0] }.max() ?? 0
            return "\(name) \(percent(old)) → \(percent(new))" + hoursAbove(range, before, after)
        }.joined(separator: ", ")
    }

    /// Where days are judged by, one hour says little: how many there are.
    private func hoursAbove(_ range: Range<Int>, _ before: [Double], _ after: [Double]) -> String {
        guard arena.days > 0, range.count > 1 else { return "" }
        let (old, new) = (range.count { before[$0] > arena.ceiling[$0] }, range.count { after[$0] > arena.ceiling[$0] })
        return ", \(old) → \(new) of \(range.count) hours above \(percent(policy.ceiling))"
    }

    /// Dimensions by resource; the hours of a window are told by their highest.
    private var resources: [(String, Range<Int>)] {
        var list: [(String, Range<Int>)] = []
        var start = 0
        while start < arena.dimensions {
            let end = arena.resource[start...].firstIndex { $0 != arena.resource[start] } ?? arena.dimensions
            let name = arena.names[start].prefix { $0 != "@" }
            list.append((end - start == 1 ? String(name) : "\(name) (highest hour)", start..<end))
            start = end
        }
        return list
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
