/// A VM that later rounds moved again goes straight to its last place, where every step on the way stays feasible.
extension Search {
    mutating func mergeSteps() {
        var kept: Set<Int> = []
        // Each try replays the plan: a few are worth it, hundreds in a large pool are not.
        for _ in 0..<64 {
            guard let pair = doubled(except: kept) else { return }
            if !merge(pair.first, pair.second) { kept.insert(steps[pair.second].vm) }
        }
    }

    /// The last two moves of one VM.
    private func doubled(except kept: Set<Int>) -> (first: Int, second: Int)? {
        var last: [Int: Int] = [:]
        var found: (Int, Int)?
        for (index, step) in steps.enumerated() where !kept.contains(step.vm) {
            if let first = last[step.vm] { found = (first, index) }
            last[step.vm] = index
        }
        return found
    }

    private mutating func merge(_ first: Int, _ second: Int) -> Bool {
        var moves = steps.map { (vm: $0.vm, to: $0.to) }
        moves[first].to = moves[second].to
        moves.remove(at: second)
        if steps[first].from == steps[second].to { moves.remove(at: first) }
        var replay = Search(start, policy)
        for move in moves {
            guard replay.arena.admits(move.vm, on: move.to), replay.commit(move.vm, to: move.to) else { return false }
        }
        guard replay.arena.place == arena.place else { return false }
        steps = replay.steps
        arena = replay.arena
        return true
    }
}
