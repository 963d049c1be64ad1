package import Estate

/// What a plan was made from, as far as it is known when the plan is judged.
package struct PlanOrigin: Sendable {
    package var profiles: [ServerProfile]
    /// Observed load, by server.
    package var history: [String: [UtilisationSeries]]
    /// The pool's network.
    package var network: String
    /// The promises and rules that were stated; nil where nobody has written them down.
    package var policy: PlanPolicy?
    package var rules: Rules?
    /// Servers that run as VMs already: what they were before is no longer what a scan finds.
    package var moved: Set<String> = []
    /// The profiles are all servers that the plan speaks of; otherwise there may be others.
    package var isWhole: Bool

    package init(
        profiles: [ServerProfile], history: [String: [UtilisationSeries]], network: String, policy: PlanPolicy? = nil,
        rules: Rules? = nil, isWhole: Bool
    ) {
        (self.profiles, self.history, self.network) = (profiles, history, network)
        (self.policy, self.rules, self.isWhole) = (policy, rules, isWhole)
    }
}
