internal import Estate
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
    /// A plan file whose servers are to stay where it has them.
    package var keep: String?
    /// The promises, as far as they are asked for.
    package var policy: PolicyWish

    package init(
        servers: [String], inventory: String? = nil, rules: String? = nil, proofs: [String] = [],
        policy: PolicyWish = PolicyWish()
    ) {
        (self.servers, self.inventory, self.rules) = (servers, inventory, rules)
        (self.proofs, self.policy) = (proofs, policy)
    }

    /// Reads all that the plan is made from.
    package func request(in workspace: Workspace) async throws -> PlanRequest {
        var request = try await facts(in: workspace)
        request.keep = try keep.map(PlanSources.plan)
        return request
    }

    private func facts(in workspace: Workspace) async throws -> PlanRequest {
        guard let inventory else {
            var request = try await PlanSources.request(
                servers, in: workspace, policy: PlanPolicy(), rules: rules, proofs: proofs)
            request.policy = policy.policy(hosts: request.hosts)
            return request
        }
        let source = try await InventorySource(inventory)
        let file = source.file
        var request = source.request
        request.policy =
            if let stated = file.policy { try policy.policy(stated: stated, in: inventory) } else {
                policy.policy(hosts: request.hosts)
            }
        if let rules {
            guard file.rules == nil else {
                throw Failure(
                    "plan", on: inventory, because: "it has rules of its own, and --rules names others",
                    next: "keep the rules in one of the two files", exit: .refused)
            }
            request.rules = file.owned(try PlanSources.rules(at: rules))
        }
        request.proofs = try ProofAssignment.assign(proofs, to: request.profiles)
        return request
    }
}
