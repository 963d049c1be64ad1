internal import Checker
package import Estate

/// What can be said against a plan: the document `p2v-plan-check/1`.
package struct PlanReview: Encodable, Sendable {
    package let format = "p2v-plan-check/1"
    package let findings: [String]

    /// - Parameter inventory: the `p2v-inventory/1` file that the plan was made from, in place of scans and the pool.
    package init(of plan: Plan, inventory: String?, in workspace: Workspace) async throws {
        let facts =
            if let inventory { try await PlanFacts(inventory: inventory, plan) } else {
                try await PlanFacts(workspace, plan)
            }
        let broken = facts.broken(plan)
        let stale = PlanCheck.stale(plan: plan, profiles: facts.profiles, hosts: facts.hosts)
        findings = broken + stale.filter { !broken.contains($0) }
    }
}
