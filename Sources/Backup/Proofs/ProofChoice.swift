package import Estate

/// Which VMs' points are started next: those that nobody tried for the longest time, and all that are overdue. Pure.
///
/// The time of the last try decides, not that of the last good one: a VM that fails each time would keep the others from their
/// turn.
package struct ProofChoice: Sendable, Hashable {
    package struct Candidate: Sendable, Hashable {
        package var vm: String
        package var uuid: String
        /// When a start of a point of it was proved; nil: never, or the newest try failed or cannot be read.
        package var proved: Moment?
        /// The newest try, whatever came of it.
        package var tried: Moment?

        package init(vm: String, uuid: String, proved: Moment?, tried: Moment?) {
            (self.vm, self.uuid, self.proved, self.tried) = (vm, uuid, proved, tried)
        }
    }

    /// Of all VMs, 0 to 1.
    package var share: Double?
    /// No more than these, whatever is overdue.
    package var atMost: Int?
    /// A VM that was not proved for so long is overdue.
    package var everyDays: Double?

    package init(share: Double? = nil, atMost: Int? = nil, everyDays: Double? = nil) {
        (self.share, self.atMost, self.everyDays) = (share, atMost, everyDays)
    }

    /// - Returns: the chosen, in the order in which they are to be tried, and those that are overdue and left.
    package func chosen(
        from candidates: [Candidate], now: Moment
    ) -> (chosen: [Candidate], left: [Candidate]) {
        let turn = candidates.sorted {
            ($0.tried?.seconds ?? -.infinity, $0.vm, $0.uuid) < ($1.tried?.seconds ?? -.infinity, $1.vm, $1.uuid)
        }
        let usual = share.map { Int(($0 * Double(turn.count)).rounded(.up)) } ?? (everyDays == nil ? atMost ?? 0 : 0)
        let overdue = Set(turn.filter { isOverdue($0, now) })
        let wanted = overdue.union(turn.prefix(usual))
        // Who is overdue comes first where not all can be tried.
        let order = turn.filter(overdue.contains) + turn.filter { wanted.contains($0) && !overdue.contains($0) }
        let chosen = order.prefix(atMost ?? order.count)
        return (Array(chosen), order.dropFirst(chosen.count).filter(overdue.contains))
    }

    package func isOverdue(_ candidate: Candidate, _ now: Moment) -> Bool {
        guard let everyDays else { return false }
        guard let proved = candidate.proved else { return true }
        return now.seconds - proved.seconds > everyDays * 86_400
    }
}
