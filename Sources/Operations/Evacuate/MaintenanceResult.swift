package import Balancer
package import Estate

/// What emptying or refilling a host came to.
package struct MaintenanceResult: Sendable {
    package var plan: BalancePlan
    /// Nil where nothing was moved.
    package var report: BalanceRunReport?
    /// Which VMs were left where they are; nil when none was.
    package var left: Failure?

    init(_ attempted: String, _ host: String, _ plan: BalancePlan, _ report: BalanceRunReport? = nil) {
        self.plan = plan
        self.report = report
        guard !plan.stays.isEmpty else { return }
        left = Failure(
            attempted, on: host,
            because: plan.stays.map { "\($0.vm) stays on \($0.host): \($0.reason)" }.joined(separator: "; "),
            next: "all others are where they should be; make room, and run the same line again", exit: .partly)
    }
}
