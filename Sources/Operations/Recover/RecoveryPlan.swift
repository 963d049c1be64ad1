package import Balancer

/// What a dead host ran and where it would start again: `p2v-recovery/1`.
package struct RecoveryPlan: Sendable, Encodable {
    package var format = "p2v-recovery/1"
    package var host: String
    package var restarts: [BalanceRestart]
    package var stays: [BalanceStay]
    /// Why it cannot be watched whether the host runs a VM still, by VM: also of those that start all the same.
    package var unwatched: [String: String] = [:]

    /// VMs that nothing here can start, whatever is known of their images.
    private(set) package var undefined = 0
    /// VMs of which nobody knew, when the host was last seen, whether they ran.
    private(set) package var untold = 0

    private enum CodingKeys: String, CodingKey { case format, host, restarts, stays }

    /// Lets those stay down that nothing here can define. That is said before the host is fenced: a host that is turned
    /// off for VMs which then start nowhere is an outage that p2v made.
    ///
    /// - Parameter isKnown: whether a VM's definition is.
    mutating func keepUndefined(_ isKnown: (String) -> Bool, because reason: String) {
        stays += restarts.filter { !isKnown($0.vm) }.map { BalanceStay(vm: $0.vm, host: host, reason: reason) }
        undefined = restarts.count { !isKnown($0.vm) }
        restarts.removeAll { !isKnown($0.vm) }
    }

    /// Lets those stay down that may have been off.
    mutating func keepUntold(_ machines: Set<String>) {
        stays += restarts.filter { machines.contains($0.vm) }.map {
            BalanceStay(
                vm: $0.vm, host: host,
                reason: "whether it ran when \(host) was last seen is not known: start it by hand where it should run")
        }
        untold = restarts.count { machines.contains($0.vm) }
        restarts.removeAll { machines.contains($0.vm) }
    }

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
