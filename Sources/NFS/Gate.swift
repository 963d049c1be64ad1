/// Lets many in at once, or one alone, in the order in which they came. Each that enters leaves.
final class Gate {
    private var inside = 0
    private var isOneAlone = false
    private var queue: [(alone: Bool, waiter: CheckedContinuation<Void, Never>)] = []

    /// Somebody is inside or waits.
    var isTaken: Bool { inside > 0 || !queue.isEmpty }

    func enter(alone: Bool = false) async {
        if queue.isEmpty, admits(alone) { return }
        await withCheckedContinuation { queue.append((alone, $0)) }
    }

    func leave() {
        inside -= 1
        isOneAlone = false
        while let next = queue.first, admits(next.alone) { queue.removeFirst().waiter.resume() }
    }

    private func admits(_ alone: Bool) -> Bool {
        guard alone ? inside == 0 : !isOneAlone else { return false }
        inside += 1
        isOneAlone = alone
        return true
    }
}
