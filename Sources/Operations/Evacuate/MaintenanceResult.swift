package import Balancer

/// What emptying or refilling a host came to.
package struct MaintenanceResult: Sendable {
    package var plan: BalancePlan
    /// Nil where nothing was moved.
    package var report: BalanceRunReport?
}
