internal import Estate

/// Lets nobody carry out a plan that the checker refuses.
struct PlanGuard {
    let workspace: Workspace
    /// As the operator calls the plan.
    let name: String

    /// Findings that are shown; `p2v plan check` shows all.
    private static let most = 8

    /// Asks the store and the pool as they are now; what only time has changed is left to the conversion's own checks.
    ///
    /// - Throws: ``Failure`` (refused) with what the checker says.
    func check(_ plan: Plan) async throws { try refuse(try await PlanFacts(workspace, plan).broken(plan)) }

    func refuse(_ findings: [String]) throws(Failure) {
        guard !findings.isEmpty else { return }
        let more = findings.count - Self.most
        throw Failure(
            "carry out the plan", on: name,
            because: "p2v plan check refuses it: " + findings.prefix(Self.most).joined(separator: "\n  ")
                + (more > 0 ? "\n  and \(more) more" : ""),
            next: "correct it until p2v plan check \(name) says nothing, or make it again: p2v plan", exit: .refused)
    }
}
