/// On what terms VMs are moved: the operator's policy, and how long the load is watched before.
package struct BalanceTerms: Sendable {
    package var policy: BalancePolicyFile
    /// Seconds.
    package var window: Double
    /// VMs whose load was not seen may move all the same.
    package var movesUnseen = false

    package init(policy: BalancePolicyFile, window: Double) {
        self.policy = policy
        self.window = window
    }
}
