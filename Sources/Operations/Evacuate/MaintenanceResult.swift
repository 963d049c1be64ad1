package import Balancer
package import Estate

/// What emptying or refilling a host came to.
package struct MaintenanceResult: Sendable {
    package var plan: BalancePlan
    /// Nil where nothing was moved.
    package var report: BalanceRunReport?
    /// Which VMs were left where they are; nil when none was.
    package var left: Failure?
    /// Of who only looks: there are moves to make, or the host is to be closed or opened.
    package var isPending = false
    /// Of who only looks and found nothing to do: why that is not known.
    package var blindness: Failure?

    init(_ attempted: String, _ host: String, _ plan: BalancePlan, _ report: BalanceRunReport? = nil) {
        self.plan = plan
        self.report = report
        guard !plan.stays.isEmpty else { return }
        left = Failure(
            attempted, on: host,
            because: plan.stays.map { "\($0.vm) stays on \($0.host): \($0.reason)" }.joined(separator: "; "),
            next: "all others are where they should be; make room, and run the same line again", exit: .partly)
    }

    /// What who only looks may conclude.
    ///
    /// - Parameters:
    ///   - marks: whether the host's mark would change, where it is known.
    func looked(marks: Bool, blindness: Failure?) -> MaintenanceResult {
        var copy = self
        copy.isPending = !plan.moves.isEmpty || marks && blindness == nil
        copy.blindness = copy.isPending ? nil : blindness
        return copy
    }
}
