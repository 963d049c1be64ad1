package import Estate
package import Planner
internal import Terminal

/// From what a plan is to be made, in the words of the person who asks for it.
package struct PlanOrder: Sendable {
    /// Servers, as they were scanned; empty: all.
    package var servers: [String]
    /// A `p2v-inventory/1` file in place of scans and the pool.
    package var inventory: String?
    /// A file of rules.
    package var rules: String?
    /// `--proof`: probes, or SERVER=PROBE.
    package var proofs: [String]
    /// The promises; those of an inventory win.
    package var policy: PlanPolicy

    package init(
        servers: [String], inventory: String? = nil, rules: String? = nil, proofs: [String] = [], policy: PlanPolicy
    ) {
        (self.servers, self.inventory, self.rules) = (servers, inventory, rules)
        (self.proofs, self.policy) = (proofs, policy)
    }

    /// Reads all that the plan is made from.
    package func request(in workspace: Workspace) async throws -> PlanRequest {
        guard let inventory else {
            return try await PlanSources.request(
                servers, in: workspace, policy: policy, rules: rules, proofs: proofs)
        }
        let file = try YAMLText.decode(Inventory.self, from: try TextFile.read(inventory), source: inventory)
        var request = try file.request()
        if file.policy == nil { request.policy = policy }
        if let rules { request.rules = try PlanSources.rules(at: rules) }
        request.proofs = try ProofAssignment.assign(proofs, to: request.profiles)
        return request
    }
}
