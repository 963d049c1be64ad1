package import Estate

/// How good a state is: ours, and the peer's.
package struct BalanceScore: Sendable, Hashable, Codable {
    /// Sum over hosts and resources of the share above the ceiling; 0 is the first goal.
    package var overload: Double
    /// Sum over resources of the standard deviation of utilisation.
    package var imbalance: Double
    /// `1000 × overload + imbalance`: what we minimise.
    package var objective: Double
    /// Ganeti's cluster score with `--ignore-dynu` on shared storage: sd(free/total memory) + sd(vCPUs/cores).
    package var hbal: Double
    /// Hosts above the ceiling, by name.
    package var overloaded: [String]
    /// Any single host can be lost and all of its VMs restarted on the others; unknown while a host cannot be asked.
    package var survivesHostLoss: Observed<Bool>
    /// Hosts whose loss the others could not take.
    package var criticalHosts: [String]

    package init(
        overload: Double, imbalance: Double, hbal: Double, overloaded: [String], criticalHosts: [String],
        survivesHostLoss: Observed<Bool>
    ) {
        self.overload = overload
        self.imbalance = imbalance
        objective = 1000 * overload + imbalance
        self.hbal = hbal
        self.overloaded = overloaded
        self.survivesHostLoss = survivesHostLoss
        self.criticalHosts = criticalHosts
    }
}
