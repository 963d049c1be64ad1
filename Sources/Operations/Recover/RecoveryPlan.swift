package import Balancer

/// What a dead host ran and where it would start again: `p2v-recovery/1`.
package struct RecoveryPlan: Sendable, Encodable {
    package var format = "p2v-recovery/1"
    package var host: String
    package var restarts: [BalanceRestart]
    package var stays: [BalanceStay]
    /// Why it cannot be watched whether the host runs a VM still, by VM: also of those that start all the same.
    package var unwatched: [String: String] = [:]

    private enum CodingKeys: String, CodingKey { case format, host, restarts, stays }

    /// Lets those that cannot be watched stay down.
    ///
    /// - Parameter why: a VM's obstacle; nil when all its images can be watched.
    /// - Parameter allowed: the host is fenced, or the operator says that it does not run them.
    mutating func holdBack(allowed: Bool, _ why: (String) -> String?) {
        for restart in restarts { unwatched[restart.vm] = why(restart.vm) }
        guard !allowed else { return }
        stays += restarts.filter { unwatched[$0.vm] != nil }.map { restart in
            BalanceStay(
                vm: restart.vm, host: host,
                reason: (unwatched[restart.vm] ?? "") + ": give --fence PROGRAM, or --despite-unwatched when you know "
                    + "that \(host) is off")
        }
        restarts.removeAll { unwatched[$0.vm] != nil }
    }
}
