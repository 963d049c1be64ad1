/// On what terms VMs are moved: the operator's policy, and how long the load is watched before.
package struct BalanceTerms: Sendable {
    package var policy: BalancePolicyFile
    /// Seconds.
    package var window: Double

    package init(policy: BalancePolicyFile, window: Double) {
        self.policy = policy
        self.window = window
    }
}
