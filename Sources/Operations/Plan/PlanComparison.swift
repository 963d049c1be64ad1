internal import Planner
internal import Pool

/// What differs between two plans, or between a plan and the machines that run: the document `p2v-plan-diff/1`.
package struct PlanComparison: Encodable, Sendable {
    package let format = "p2v-plan-diff/1"
    package let changes: [String]

    /// - Parameter second: the other plan's file; nil: the pool.
    package init(_ first: String, with second: String?, in workspace: Workspace) async throws {
        let plan = try PlanSources.plan(at: first)
        if let second {
            changes = PlanDifference.lines(from: plan, to: try PlanSources.plan(at: second))
        } else {
            changes = PlanDifference.lines(from: plan, toReality: try await workspace.openPool().machines())
        }
    }
}
